-- Which issue is or was in which frame, and the moments it entered or left, of issues
-- with a change log.
-- A frame is a sprint, a release or the project. `is_in` holds from `changed_at` on;
-- rows without `changed_at` say what held before the first change.
-- grain: issue, frame, change of membership
-- key: none
with

countable as (

    select issue_key, version_id, sprint_ids, fix_versions
    from fct_issue
    where has_log and not is_subtask and not is_container

),

sprint_change as (

    select
        stg_event_row.issue_key,
        stg_event_row.changed_at,
        stg_event_row.history_id,
        stg_event_row.item_no,
        stg_event_row.version_id,
        list_filter(
            string_split_regex(coalesce(stg_event_row.from_id, ''), '\s*,\s*'),
            lambda x: x <> ''
        ) as before,
        list_filter(
            string_split_regex(coalesce(stg_event_row.to_id, ''), '\s*,\s*'),
            lambda x: x <> ''
        ) as after
    from stg_event_row
    where stg_event_row.field = 'sprint'

),

sprint_move as (

    select
        * exclude (before, after),
        unnest(list_filter(after, lambda x: not list_contains(before, x))) as frame_id,
        true as is_in
    from sprint_change

    union all

    select
        * exclude (before, after),
        unnest(list_filter(before, lambda x: not list_contains(after, x))) as frame_id,
        false as is_in
    from sprint_change

),

release_move as (

    select
        issue_key, changed_at, history_id, item_no, version_id,
        to_text as frame_id, true as is_in
    from stg_event_row
    where field = 'fix_version' and to_text is not null

    union all

    select
        issue_key, changed_at, history_id, item_no, version_id,
        from_text as frame_id, false as is_in
    from stg_event_row
    where field = 'fix_version' and from_text is not null

),

move as (

    select 'sprint' as kind, * from sprint_move

    union all

    select 'release' as kind, * from release_move

),

today as (

    select
        'sprint' as kind, issue_key, version_id,
        unnest(list_distinct(sprint_ids)) as frame_id
    from countable

    union all

    select 'release', issue_key, version_id, unnest(list_distinct(fix_versions))
    from countable

    union all

    select 'project', issue_key, version_id, 'project'
    from countable

),

first_move as (

    select
        kind, issue_key, frame_id,
        not arg_min(is_in, (changed_at, coalesce(item_no, 0))) as is_in
    from move
    group by kind, issue_key, frame_id

),

pair as (

    select kind, issue_key, frame_id from today

    union

    select kind, issue_key, frame_id from move

)

select
    pair.kind,
    pair.issue_key,
    pair.frame_id,
    null::timestamp as changed_at,
    null::varchar as history_id,
    null::bigint as item_no,
    countable.version_id,
    coalesce(first_move.is_in, true) as is_in
from pair
inner join countable using (issue_key)
left join first_move using (kind, issue_key, frame_id)

union all

select
    move.kind, move.issue_key, move.frame_id, move.changed_at, move.history_id,
    move.item_no, move.version_id, move.is_in
from move
inner join countable using (issue_key)
