-- Issues as they stand, with the days that charts count by. What is only shown (the
-- summary, who works on it, ...) is read from the stored row, not kept twice.
-- grain: issue
-- key: issue_key
with

instant as (

    select
        stg_issue_row.*,
        setting.time_zone,
        setting.point_field,
        instants = 'utc' or setting.time_zone = 'UTC' as is_utc
    from stg_issue_row
    cross join setting

),

utc as (

    select
        * replace (
            case when is_utc then created_at
                else timezone('UTC', timezone(time_zone, created_at)) end as created_at,
            case when is_utc then updated_at
                else timezone('UTC', timezone(time_zone, updated_at)) end as updated_at,
            case when is_utc then resolved_at
                else timezone('UTC', timezone(time_zone, resolved_at)) end
                as resolved_at,
            case when is_utc then status_category_changed_at
                else timezone('UTC', timezone(time_zone, status_category_changed_at))
            end as status_category_changed_at
        )
    from instant

),

last_done as (

    select
        stg_event_row.issue_key,
        max(stg_event_row.changed_at) as done_at
    from stg_event_row
    inner join stg_status as after on stg_event_row.to_text = after.status
    left join stg_status as before on stg_event_row.from_text = before.status
    where
        stg_event_row.field = 'status'
        and after.is_done
        and not coalesce(before.is_done, false)
    group by 1

),

logged as (

    select distinct stg_row.import_id
    from stg_row
    where stg_row.table_name = 'issue_event'

),

container as (

    -- An epic counts through its children; without any in the files it is an item.
    select epic_key as issue_key
    from stg_issue_row
    where epic_key is not null

    union

    select parent_key as issue_key
    from stg_issue_row
    where parent_key is not null and not coalesce(is_subtask, false)

),

sprint_of_name as (

    select
        map_from_entries(list((name_key, sprint_id))) as ids,
        coalesce(bool_or(has_number), false) as has_numbers
    from (
        select
            lower(name) as name_key,
            min(sprint_id) as sprint_id,
            bool_or(sprint_number is not null) as has_number
        from dim_sprint
        where name is not null
        group by 1
    )

),

point_field_name as (

    select list(field) as names
    from stg_number_field
    where is_story_points

),

joined as (

    select
        utc.*,
        stg_status.category,
        stg_status.category_from,
        coalesce(stg_status.is_done, false) as is_done,
        coalesce(
            logged.import_id is not null
            or utc.issue_key in (select issue_key from stg_event_row),
            false
        ) as has_log,
        container.issue_key is not null as is_container,
        last_done.done_at as logged_done_at
    from utc
    left join stg_status on utc.status = stg_status.status
    left join last_done on utc.issue_key = last_done.issue_key
    left join logged on utc.import_id = logged.import_id
    left join container on utc.issue_key = container.issue_key

),

dated as (

    select
        *,
        case
            when not is_done then null
            else coalesce(logged_done_at, status_category_changed_at, resolved_at)
        end as done_at,
        coalesce(
            nullif(point_field, ''),
            list_filter(
                map_keys(numbers), lambda x: list_contains(point_field_name.names, x)
            )[1]
        ) as used_point_field
    from joined
    cross join point_field_name

)

select
    issue_key,
    version_id,
    import_id,
    source_line,
    issue_type,
    coalesce(is_subtask, false) as is_subtask,
    is_container,
    status,
    category as status_category,
    category_from,
    is_done,
    has_log,
    team,
    parent_key,
    epic_key,
    created_at,
    updated_at,
    resolved_at,
    done_at,
    case
        when is_utc and time_zone = 'UTC' then created_at
        else timezone(time_zone, timezone('UTC', created_at))
    end::date as created_day,
    case
        when is_utc and time_zone = 'UTC' then resolved_at
        else timezone(time_zone, timezone('UTC', resolved_at))
    end::date as resolved_day,
    case
        when is_utc and time_zone = 'UTC' then done_at
        else timezone(time_zone, timezone('UTC', done_at))
    end::date as done_day,
    numbers[used_point_field] as points,
    used_point_field,
    remaining_seconds / 3600.0 as hours,
    case
        when len(sprint_numbers) > 0 then sprint_numbers
        when not sprint_of_name.has_numbers
            then list_transform(sprints, lambda x: 'name:' || x)
        else list_transform(
            sprints, lambda x: coalesce(sprint_of_name.ids[lower(x)], 'name:' || x)
        )
    end as sprint_ids,
    fix_versions,
    labels,
    coalesce(is_flagged, false) as is_flagged
from dated
cross join sprint_of_name
