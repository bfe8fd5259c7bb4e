-- What a burn-down can be drawn for: each sprint, each release, the project.
-- `known_from`, `start_after` and `start_before`: the day of the first upload, and of
-- the uploads next to a sprint's start, where the history lies between uploads. An
-- upload of the day of the start shows the opening: `opening_at`.
-- grain: frame
-- key: kind, frame_id
with

told_once as (

    select issue_key, created_day, sprint_ids, fix_versions, is_counted
    from fct_issue
    where
        not has_log and not has_uploads
        and (is_counted or counted_until is not null)

),

touched as (

    -- What its change log does not tell to the end.
    select issue_key
    from stg_issue_between

    union

    select issue_key
    from stg_issue_presence
    where is_again or not is_there

),

pair as (

    select
        stg_pair.frame_kind as kind, stg_pair.frame_id,
        stg_issue.created_day,
        stg_issue.has_log and touched.issue_key is null as has_log,
        stg_issue.has_log as has_some_log,
        stg_issue.has_uploads
    from stg_pair
    inner join stg_issue using (issue_key)
    left join touched on stg_pair.issue_key = touched.issue_key

),

listed as (

    -- Many issues share few lists, and each list is taken apart once.
    select
        'sprint' as kind, sprint_ids as frame_ids,
        count(*) as items, min(created_day) as first_day
    from told_once
    group by 2

    union all

    select 'release', fix_versions, count(*), min(created_day)
    from told_once
    where is_counted
    group by 2

    union all

    select 'project', ['project'], count(*), min(created_day)
    from told_once
    where is_counted
    group by 2

),

part as (

    select
        kind,
        frame_id,
        count(*) as items,
        count(*) filter (has_log) as logged_items,
        count(*) filter (has_some_log) as partly_logged_items,
        count(*) filter (has_uploads) as uploaded_items,
        min(created_day) as first_day
    from pair
    group by 1, 2

    union all

    select kind, unnest(list_distinct(frame_ids)), items, 0, 0, 0, first_day
    from listed

),

held as (

    select
        kind,
        frame_id,
        sum(items)::bigint as items,
        sum(logged_items)::bigint as logged_items,
        sum(partly_logged_items)::bigint as partly_logged_items,
        sum(uploaded_items)::bigint as uploaded_items,
        min(first_day) as first_day
    from part
    group by 1, 2

),

upload as (

    select
        spoken_at,
        timezone(getvariable('time_zone'), timezone('UTC', spoken_at))::date as day
    from stg_snapshot
    where kind = 'issues'

),

beside_start as (

    select
        dim_sprint.sprint_id,
        max(upload.day) filter (upload.day <= dim_sprint.start_day) as start_after,
        min(upload.day) filter (upload.day >= dim_sprint.start_day) as start_before,
        max(upload.spoken_at) filter (upload.day = dim_sprint.start_day) as opening_at
    from dim_sprint
    cross join upload
    group by 1

)

select
    held.kind,
    held.frame_id,
    coalesce(dim_sprint.name, held.frame_id) as name,
    dim_sprint.state,
    dim_sprint.board_number,
    dim_sprint.goal,
    dim_sprint.start_at,
    coalesce(
        dim_sprint.complete_at,
        case when dim_sprint.state = 'closed' then dim_sprint.end_at end
    ) as close_at,
    dim_sprint.start_day,
    dim_sprint.end_before,
    coalesce(
        dim_sprint.complete_day,
        case when dim_sprint.state = 'closed' then dim_sprint.end_before - 1 end
    ) as close_day,
    held.items,
    held.logged_items,
    held.uploaded_items,
    held.first_day,
    case
        when held.logged_items = held.items then 'change log'
        when held.partly_logged_items > 0 then 'mixed'
        when held.uploaded_items > 0 then 'between uploads'
        else 'reconstructed'
    end as evidence,
    (select min(day) from upload) as known_from,
    beside_start.start_after,
    beside_start.start_before,
    case
        when
            held.partly_logged_items = 0
            and beside_start.opening_at > dim_sprint.start_at
            then beside_start.opening_at
        else dim_sprint.start_at
    end as opening_at
from held
left join dim_sprint
    -- One key: with two conditions DuckDB compares every frame with every sprint.
    on case when held.kind = 'sprint' then held.frame_id end = dim_sprint.sprint_id
left join beside_start on dim_sprint.sprint_id = beside_start.sprint_id
