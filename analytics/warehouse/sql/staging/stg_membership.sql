-- Which issue is or was in which frame, and the moments it entered or left, of issues
-- whose history is known: from a change log, or from several uploads.
-- A frame is a sprint, a release or the project. `is_in` holds from `changed_at` on;
-- rows without `changed_at` say what held before the first change.
-- grain: issue, frame, change of membership
-- key: none
with

countable as (

    select issue_key, version_id, sprint_ids, fix_versions
    from stg_issue
    semi join stg_opening using (issue_key)

),

move as materialized (

    select *
    from stg_move

),

today as (

    select
        'sprint' as kind, issue_key,
        unnest(list_distinct(sprint_ids)) as frame_id
    from countable

    union all

    select 'release', issue_key, unnest(list_distinct(fix_versions))
    from countable

    union all

    select 'project', issue_key, 'project'
    from countable

),

together as (

    select kind, issue_key, frame_id
    from today

    union all by name

    select kind, issue_key, frame_id, is_in, changed_at, item_no
    from move

),

pair as (

    -- What enters first was not in before, and what leaves first was.
    select
        kind, issue_key, frame_id,
        coalesce(not arg_min(is_in, (changed_at, coalesce(item_no, 0))), true) as is_in
    from together
    group by kind, issue_key, frame_id

)

select
    pair.kind,
    pair.issue_key,
    pair.frame_id,
    null::timestamp as changed_at,
    null::bigint as history_no,
    null::varchar as history_id,
    null::bigint as item_no,
    countable.version_id,
    pair.is_in,
    'issue' as source,
    null::timestamp as earliest_at
from pair
inner join countable using (issue_key)

union all

select
    move.kind, move.issue_key, move.frame_id, move.changed_at, move.history_no,
    move.history_id, move.item_no, move.version_id, move.is_in, move.source,
    move.earliest_at
from move
inner join countable using (issue_key)
