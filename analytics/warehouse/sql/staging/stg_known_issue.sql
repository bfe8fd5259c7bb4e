-- Issues as they stand, with the days that charts count by, and those that vanished.
-- What is only shown (the summary, who works on it, ...) is read from the stored row.
-- grain: issue
-- key: issue_key
-- as: view
with

promised as (

    -- What had no child yet when a sprint ended that it was in counted there.
    select held.issue_key, max(first.came_at) as counted_until
    from (
        select issue_key, unnest(sprint_ids) as sprint_id
        from stg_issue_value
        semi join stg_issue_best using (version_id)
        semi join stg_first_child using (issue_key)
    ) as held
    inner join stg_first_child as first using (issue_key)
    inner join dim_sprint using (sprint_id)
    where coalesce(complete_at, end_at) <= first.came_at
    group by 1

),

joined as (

    select
        utc.*,
        stg_status.category,
        stg_status.category_from,
        coalesce(stg_status.is_done, false) as is_done,
        log.issue_key is not null as has_log,
        stg_snapshot.import_id is not null as is_uploaded_again,
        -- An epic counts through its children; without any in the files it is an item.
        container.issue_key is not null as is_container,
        promised.counted_until,
        log.done_at as logged_done_at
    from stg_issue_utc as utc
    left join stg_status on utc.status = stg_status.status
    left join stg_issue_log as log on utc.issue_key = log.issue_key
    left join stg_snapshot on utc.import_id = stg_snapshot.import_id
    left join stg_first_child as container on utc.issue_key = container.issue_key
    left join promised on utc.issue_key = promised.issue_key

),

dated as (

    select
        *,
        case
            when not is_done then null
            else coalesce(logged_done_at, status_category_changed_at, resolved_at)
        end as done_at
    from joined

)

select
    issue_key,
    version_id,
    import_id,
    source_line,
    issue_type,
    coalesce(is_subtask, false) as is_subtask,
    is_container,
    -- A sub-task is in its parent, and an epic is in its children.
    not is_container
    and (getvariable('subtask_rule') = 'counted' or not coalesce(is_subtask, false))
        as is_counted,
    counted_until,
    status,
    category as status_category,
    category_from,
    is_done,
    has_log,
    not has_log and is_uploaded_again as has_uploads,
    team,
    parent_key,
    epic_key,
    created_at,
    updated_at,
    resolved_at,
    done_at,
    case
        when is_utc and getvariable('time_zone') = 'UTC' then created_at
        else timezone(getvariable('time_zone'), timezone('UTC', created_at))
    end::date as created_day,
    case
        when is_utc and getvariable('time_zone') = 'UTC' then resolved_at
        else timezone(getvariable('time_zone'), timezone('UTC', resolved_at))
    end::date as resolved_day,
    case
        when is_utc and getvariable('time_zone') = 'UTC' then done_at
        else timezone(getvariable('time_zone'), timezone('UTC', done_at))
    end::date as done_day,
    points,
    used_point_field,
    hours,
    sprint_ids,
    fix_versions,
    labels,
    coalesce(is_flagged, false) as is_flagged,
    seen_until,
    vanished_at
from dated
