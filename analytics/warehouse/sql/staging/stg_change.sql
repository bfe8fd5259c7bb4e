-- Changes of what an issue is worth and whether it is done, in order.
-- `step` orders the items of one instant: first size, then membership, then status.
-- grain: field change
-- key: none
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
            then try_cast(coalesce(stg_event_row.from_id, from_text) as double) / 3600
    end as old_value,
    case
        when stg_event_row.field = 'number'
            then try_cast(coalesce(stg_event_row.to_text, to_id) as double)
        when stg_event_row.field = 'remaining'
            then try_cast(coalesce(stg_event_row.to_id, to_text) as double) / 3600
    end as new_value
from stg_event_row
inner join fct_issue using (issue_key)
cross join setting
left join stg_status as before
    on stg_event_row.field = 'status' and stg_event_row.from_text = before.status
left join stg_status as after
    on stg_event_row.field = 'status' and stg_event_row.to_text = after.status
where
    stg_event_row.field in ('status', 'remaining')
    or (
        stg_event_row.field = 'number'
        and case
            when setting.point_field <> ''
                then lower(stg_event_row.field_name) = lower(setting.point_field)
            when fct_issue.used_point_field is not null
                then
                    lower(stg_event_row.field_name) = lower(fct_issue.used_point_field)
            else regexp_matches(lower(stg_event_row.field_name), 'story ?point')
        end
    )
