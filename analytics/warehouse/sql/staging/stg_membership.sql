-- Which issue is or was in which frame, and the moments it entered or left, of issues
-- whose history is known: from a change log, or from several uploads.
-- A frame is a sprint, a release or the project. `is_in` holds from `changed_at` on;
-- rows without `changed_at` say what held before the first change. Between two uploads
-- a move is placed at the later one, and `earliest_at` is the earlier.
-- grain: issue, frame, change of membership
-- key: none
with

countable as (

    select issue_key, version_id, sprint_ids, fix_versions
    from stg_issue
    where
        (has_log or has_uploads)
        and (is_counted or issue_key in (select issue_key from stg_type_change))

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

uploaded_change as (

    select
        field as kind, issue_key, latest_at as changed_at, version_id, earliest_at,
        from_ids as before, to_ids as after
    from stg_issue_between
    where field in ('sprint', 'release')

    union all

    -- What vanishes leaves all it was in; what comes again is in what it says.
    select
        unnest(['sprint', 'release', 'project']) as kind,
        presence.issue_key, presence.latest_at, presence.version_id,
        presence.earliest_at,
        unnest([
            case when is_there then [] else value.sprint_ids end,
            case when is_there then [] else value.fix_versions end,
            case when is_there then [] else ['project'] end
        ]) as before,
        unnest([
            case when is_there then value.sprint_ids else [] end,
            case when is_there then value.fix_versions else [] end,
            case when is_there then ['project'] else [] end
        ]) as after
    from stg_issue_presence as presence
    inner join stg_issue_value as value using (version_id)
    where presence.is_again or not presence.is_there

),

uploaded_move as (

    select
        * exclude (before, after),
        unnest(list_filter(
            list_distinct(after), lambda x: not list_contains(before, x)
        )) as frame_id,
        true as is_in
    from uploaded_change

    union all

    select
        * exclude (before, after),
        unnest(list_filter(
            list_distinct(before), lambda x: not list_contains(after, x)
        )) as frame_id,
        false as is_in
    from uploaded_change

),

move as (

    select 'sprint' as kind, *, 'issue_event' as source from sprint_move

    union all by name

    select 'release' as kind, *, 'issue_event' as source from release_move

    union all by name

    select *, '' as history_id, 0 as item_no, 'issue' as source from uploaded_move

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
    coalesce(first_move.is_in, true) as is_in,
    'issue' as source,
    null::timestamp as earliest_at
from pair
inner join countable using (issue_key)
left join first_move using (kind, issue_key, frame_id)

union all

select
    move.kind, move.issue_key, move.frame_id, move.changed_at, move.history_id,
    move.item_no, move.version_id, move.is_in, move.source, move.earliest_at
from move
inner join countable using (issue_key)
