-- When an issue became a sub-task or ceased to be one, where sub-tasks count in their
-- parents, and when one that a closed sprint held got its first child: what it was at
-- the time decides, so that closed sprints stay as they were. A change between two
-- uploads is placed at the later one, as in stg_change.
-- grain: change of type
-- key: none
with

turned as (

    -- Its type of today is known of each issue; of another type, what it mostly is.
    select
        event.issue_key, event.version_id, 'issue_event' as source,
        event.changed_at, null::timestamp as earliest_at,
        event.history_no, event.item_no,
        case
            when lower(event.from_text) = lower(stg_issue_row.issue_type)
                then stg_issue_row.is_subtask
            else before.is_subtask
        end as was_subtask,
        case
            when lower(event.to_text) = lower(stg_issue_row.issue_type)
                then stg_issue_row.is_subtask
            else after.is_subtask
        end as is_subtask
    from stg_event_row as event
    inner join stg_issue_row using (issue_key)
    left join dim_issue_type as before on lower(event.from_text) = before.issue_type
    left join dim_issue_type as after on lower(event.to_text) = after.issue_type
    where event.field = 'issue_type'

    union all by name

    select
        issue_key, version_id, 'issue' as source,
        latest_at as changed_at, earliest_at, 0 as item_no,
        from_text::boolean as was_subtask, to_text::boolean as is_subtask
    from stg_issue_between
    where field = 'subtask'

)

select
    turned.* exclude (was_subtask, is_subtask),
    not coalesce(turned.was_subtask, false) as was_counted,
    not coalesce(turned.is_subtask, false) as is_counted
from turned
inner join stg_issue using (issue_key)
where
    getvariable('subtask_rule') <> 'counted'
    and not stg_issue.is_container
    and coalesce(turned.was_subtask, false) <> coalesce(turned.is_subtask, false)

union all by name

select
    stg_issue.issue_key, first.version_id, 'issue' as source,
    stg_issue.counted_until as changed_at, first.earliest_at,
    0 as item_no, true as was_counted, false as is_counted
from stg_issue
inner join stg_first_child as first using (issue_key)
where stg_issue.counted_until is not null
