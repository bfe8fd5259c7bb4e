-- The moments at which issues entered or left sprints, releases and the project: told
-- by a change log, or by several uploads. Between two uploads a move is placed at the
-- later one, and `earliest_at` is the earlier. `is_in` holds from `changed_at` on.
-- grain: issue, frame, change of membership
-- key: none
with

sprint_change as (

    select
        stg_event_row.issue_key,
        stg_event_row.changed_at,
        stg_event_row.history_no,
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
        issue_key, changed_at, history_no, item_no, version_id,
        to_text as frame_id, true as is_in
    from stg_event_row
    where field = 'fix_version' and to_text is not null

    union all

    select
        issue_key, changed_at, history_no, item_no, version_id,
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

together as (

    select 'sprint' as kind, *, 'issue_event' as source from sprint_move

    union all by name

    select 'release' as kind, *, 'issue_event' as source from release_move

    union all by name

    select *, 0 as item_no, 'issue' as source from uploaded_move

)

select stg_opening.issue_no, together.* exclude (issue_key)
from together
inner join stg_opening using (issue_key)
