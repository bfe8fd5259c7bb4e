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
        stg_event_row.issue_key,
        stg_event_row.changed_at,
        stg_event_row.history_id,
        stg_event_row.item_no,
        stg_event_row.version_id,
        case
            when stg_event_row.field = 'status' then 'status'
            when stg_event_row.field = 'remaining' then 'hours'
            else 'points'
        end as kind,
        case when stg_event_row.field = 'status' then 3 else 1 end as step,
        coalesce(before.is_done, false) as was_done,
        coalesce(after.is_done, false) as is_done,
        case
            when stg_event_row.field = 'number'
                then try_cast(coalesce(stg_event_row.from_text, from_id) as double)
            when stg_event_row.field = 'remaining'
                then
                    try_cast(coalesce(stg_event_row.from_id, from_text) as double)
                    / 3600
        end as old_value,
        case
            when stg_event_row.field = 'number'
                then try_cast(coalesce(stg_event_row.to_text, to_id) as double)
            when stg_event_row.field = 'remaining'
                then try_cast(coalesce(stg_event_row.to_id, to_text) as double) / 3600
        end as new_value
    from stg_event_row
    inner join stg_issue using (issue_key)
    cross join setting
    left join stg_status as before
        on
            stg_event_row.field = 'status'
            and stg_event_row.from_text = before.status
    left join stg_status as after
        on stg_event_row.field = 'status' and stg_event_row.to_text = after.status
    where
        stg_event_row.field in ('status', 'remaining')
        or (
            stg_event_row.field = 'number'
            and case
                when setting.point_field <> ''
                    then lower(stg_event_row.field_name) = lower(setting.point_field)
                when stg_issue.used_point_field is not null
                    then
                        lower(stg_event_row.field_name)
                        = lower(stg_issue.used_point_field)
                else regexp_matches(lower(stg_event_row.field_name), 'story ?point')
            end
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
                        setting.time_zone,
                        coalesce(row.status_category_changed_at, row.resolved_at)
                    )
                )
            end,
            change.field
        ) as done_at
    from stg_issue_between as change
    inner join stg_snapshot as after on change.to_import = after.import_id
    inner join raw_issue as row using (version_id)
    cross join setting
    where
        change.field in ('status', 'points', 'hours', 'sprint', 'release', 'subtask')
    group by all
    having count(*) = 1

),

between_uploads as (

    select
        change.issue_key,
        case
            when
                after.is_done and not coalesce(before.is_done, false)
                and finished.done_at > change.earliest_at
                and finished.done_at <= change.latest_at
                then finished.done_at
        end as done_at,
        change.latest_at,
        change.earliest_at,
        change.version_id,
        change.field as kind,
        case when change.field = 'status' then 3 else 1 end as step,
        coalesce(before.is_done, false) as was_done,
        coalesce(after.is_done, false) as is_done,
        try_cast(change.from_text as double) as old_value,
        try_cast(change.to_text as double) as new_value
    from stg_issue_between as change
    left join finished using (source_id, issue_key, to_import)
    left join stg_status as before
        on change.field = 'status' and change.from_text = before.status
    left join stg_status as after
        on change.field = 'status' and change.to_text = after.status
    where change.field in ('status', 'points', 'hours')

)

select *, null::timestamp as earliest_at, 'issue_event' as source
from logged

union all by name

select
    * exclude (done_at, latest_at, earliest_at),
    coalesce(done_at, latest_at) as changed_at,
    case when done_at is null then earliest_at end as earliest_at,
    '' as history_id,
    0 as item_no,
    'issue' as source
from between_uploads
