-- What an issue is in each of its frames after each of its changes: whether it is in,
-- whether it is done, what it is worth. Before its first row it is not there.
-- grain: issue, frame, change
-- key: frame_kind, frame_id, issue_key, place
with

value_before as (

    select
        issue_key,
        arg_min(was_done, (changed_at, history_id, item_no))
            filter (kind = 'status') as is_done,
        arg_min(coalesce(old_value, 0), (changed_at, history_id, item_no))
            filter (kind = 'points') as points,
        arg_min(coalesce(old_value, 0), (changed_at, history_id, item_no))
            filter (kind = 'hours') as hours
    from stg_change
    group by 1

),

opening as (

    select
        stg_opening.*,
        stg_issue.has_log,
        coalesce(value_before.is_done, stg_issue.is_done) as is_done,
        coalesce(value_before.points, stg_issue.points, 0) as points,
        coalesce(value_before.hours, stg_issue.hours, 0) as hours
    from stg_opening
    inner join stg_issue using (issue_key)
    left join value_before using (issue_key)

),

entry as (

    select
        pair.kind as frame_kind,
        pair.frame_id,
        pair.is_in,
        opening.* exclude (entered_at, project_entered_at, earliest_at),
        opening.earliest_at as came_after,
        coalesce(
            case
                when pair.kind = 'project' then opening.project_entered_at
                else opening.entered_at
            end,
            '1900-01-01'::timestamp
        ) as entered_at,
        case
            when
                pair.kind <> 'project'
                or opening.project_entered_at = opening.entered_at
                then opening.earliest_at
        end as earliest_at
    from stg_membership as pair
    inner join opening using (issue_key)
    where pair.changed_at is null

),

happening as (

    select
        frame_kind, frame_id, issue_key, version_id, 'issue' as source,
        entered_at as changed_at, earliest_at, 0 as step, '' as history_id,
        0 as item_no, 'created' as kind, is_in,
        case
            when has_log then is_done else coalesce(first_done_at < entered_at, false)
        end as is_done,
        points,
        hours
    from entry

    union all by name

    -- What was done when it was first seen was finished when the file says so.
    select
        frame_kind, frame_id, issue_key, version_id, 'issue' as source,
        first_done_at as changed_at,
        case when first_done_at = came_at then came_after end as earliest_at,
        3 as step, '' as history_id, 0 as item_no, 'status' as kind, true as is_done
    from entry
    where not has_log and first_done_at >= entered_at

    union all by name

    select
        kind as frame_kind, frame_id, issue_key, version_id, source,
        changed_at, earliest_at, 2 as step, history_id, item_no,
        'membership' as kind, is_in
    from stg_membership
    where
        changed_at is not null
        and issue_key in (select issue_key from opening)

    union all by name

    select
        pair.kind as frame_kind, pair.frame_id, stg_change.issue_key,
        stg_change.version_id, stg_change.source, stg_change.changed_at,
        stg_change.earliest_at, stg_change.step, stg_change.history_id,
        stg_change.item_no, stg_change.kind,
        case when stg_change.kind = 'status' then stg_change.is_done end as is_done,
        case when stg_change.kind = 'points' then coalesce(new_value, 0) end as points,
        case when stg_change.kind = 'hours' then coalesce(new_value, 0) end as hours
    from stg_change
    inner join stg_membership as pair using (issue_key)
    where
        pair.changed_at is null
        and stg_change.issue_key in (select issue_key from opening)

)

select
    frame_kind, frame_id, issue_key, version_id, source, changed_at, earliest_at,
    kind,
    row_number() over in_order as place,
    last_value(is_in ignore nulls) over in_order as is_in,
    last_value(is_done ignore nulls) over in_order as is_done,
    last_value(points ignore nulls) over in_order as points,
    last_value(hours ignore nulls) over in_order as hours
from happening
window in_order as (
    partition by frame_kind, frame_id, issue_key
    order by
        changed_at, step = 0 desc, try_cast(history_id as bigint), history_id,
        step, item_no
    rows between unbounded preceding and current row
)
