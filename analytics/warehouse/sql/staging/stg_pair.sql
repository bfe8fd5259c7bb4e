-- Each issue in each frame it is or was in, under a number: what follows has a row for
-- each change of each, and carries that number alone. A frame is a sprint, a release or
-- the project. Only issues whose history is known: from a change log, or from several
-- uploads. `is_in` is what held at first: what enters first was not in before, and what
-- leaves first was.
-- grain: issue, frame
-- key: pair
with

countable as (

    select stg_opening.issue_no, stg_issue.sprint_ids, stg_issue.fix_versions
    from stg_issue
    inner join stg_opening using (issue_key)

),

together as (

    select
        'sprint' as kind, issue_no,
        unnest(list_distinct(sprint_ids)) as frame_id, null::bigint as moved
    from countable

    union all

    select 'release', issue_no, unnest(list_distinct(fix_versions)), null
    from countable

    union all

    select 'project', issue_no, 'project', null
    from countable

    union all

    -- One number to find the first by: of two it takes six times as long. Trackers
    -- count in milliseconds, which leaves room for what stands in one entry of a log.
    select
        kind, issue_no, frame_id,
        (epoch_us(changed_at) + coalesce(item_no, 0)) * 2 + is_in::integer
    from stg_move

),

pair as (

    select kind, issue_no, frame_id, coalesce(min(moved) % 2 = 0, true) as is_in
    from together
    group by kind, issue_no, frame_id

)

select
    row_number() over () as pair,
    pair.kind as frame_kind,
    pair.frame_id,
    stg_opening.issue_key,
    pair.issue_no,
    pair.is_in
from pair
inner join stg_opening using (issue_no)
