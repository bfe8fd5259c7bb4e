-- Changes of what an issue is worth and whether it is done, in order.
-- `step` orders the items of one instant: first size, then membership, then status.
-- Between two uploads a change is placed at the later one, the first moment at which
-- it is known, and `earliest_at` says since when it can have been; where nothing else
-- of the issue changed, the file's own instant of being done is taken.
-- grain: field change
-- key: none
with

logged as (

    select
        stg_opening.issue_no,
        event.changed_at,
        event.history_no,
        event.item_no,
        event.version_id,
        case event.field
            when 'status' then 'status' when 'remaining' then 'hours' else 'points'
        end as kind,
        case when event.field = 'status' then 3 else 1 end as step,
        event.field = 'status' and coalesce(before.is_done, false) as was_done,
        event.field = 'status' and coalesce(after.is_done, false) as is_done,
        case event.field
            when 'number' then try_cast(coalesce(from_text, from_id) as double)
            when 'remaining'
                then try_cast(coalesce(from_id, from_text) as double) / 3600
        end as old_value,
        case event.field
            when 'number' then try_cast(coalesce(to_text, to_id) as double)
            when 'remaining' then try_cast(coalesce(to_id, to_text) as double) / 3600
        end as new_value
    from stg_event_row as event
    inner join stg_opening using (issue_key)
    left join stg_status as before on event.from_text = before.status
    left join stg_status as after on event.to_text = after.status
    where
        event.field in ('status', 'remaining')
        or (
            event.field = 'number'
            and coalesce(
                lower(event.field_name)
                = lower(
                    coalesce(nullif(getvariable('point_field'), ''), used_point_field)
                ),
                regexp_matches(lower(event.field_name), 'story ?point')
            )
        )

),

finished as (

    -- Where only the status changed: the file's own instant of being done.
    select
        change.source_id,
        change.issue_key,
        change.to_import,
        arg_min(
            case
                when after.instants = 'utc'
                    then coalesce(row.status_category_changed_at, row.resolved_at)
                else timezone(
                    'UTC',
                    timezone(
                        getvariable('time_zone'),
                        coalesce(row.status_category_changed_at, row.resolved_at)
                    )
                )
            end,
            change.field
        ) as done_at
    from stg_issue_between as change
    inner join stg_snapshot as after on change.to_import = after.import_id
    inner join raw_issue as row using (version_id)
    where
        change.field in ('status', 'points', 'hours', 'sprint', 'release', 'subtask')
    group by all
    having count(*) = 1

),

between_uploads as (

    select
        stg_opening.issue_no,
        case
            when
                change.field = 'status'
                and after.is_done and not coalesce(before.is_done, false)
                and finished.done_at > change.earliest_at
                and finished.done_at <= change.latest_at
                then finished.done_at
        end as done_at,
        change.latest_at,
        change.earliest_at,
        change.version_id,
        change.field as kind,
        case when change.field = 'status' then 3 else 1 end as step,
        change.field = 'status' and coalesce(before.is_done, false) as was_done,
        change.field = 'status' and coalesce(after.is_done, false) as is_done,
        try_cast(change.from_text as double) as old_value,
        try_cast(change.to_text as double) as new_value
    from stg_issue_between as change
    inner join stg_opening using (issue_key)
    left join finished using (source_id, issue_key, to_import)
    left join stg_status as before on change.from_text = before.status
    left join stg_status as after on change.to_text = after.status
    where change.field in ('status', 'points', 'hours')

)

select
    * replace (
        coalesce(old_value, 0) as old_value, coalesce(new_value, 0) as new_value
    ),
    null::timestamp as earliest_at,
    true as is_logged
from logged

union all by name

select
    * exclude (done_at, latest_at, earliest_at)
    replace (coalesce(old_value, 0) as old_value, coalesce(new_value, 0) as new_value),
    coalesce(done_at, latest_at) as changed_at,
    case when done_at is null then earliest_at end as earliest_at,
    0 as item_no,
    false as is_logged
from between_uploads
