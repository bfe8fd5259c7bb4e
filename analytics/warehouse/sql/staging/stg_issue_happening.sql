-- All that happens to an issue, unordered: it comes in, is moved into a frame or out of
-- it (`is_move`), is finished, estimated anew, becomes a sub-task or ceases to be one.
-- The row with which it comes in says all that it is then, the others what they change.
-- `step` orders the changes of one instant. What is logged of the time before its
-- creation happened with it. Those of the issues of one slice: the windows that follow
-- sort them.
-- grain: issue, change
-- key: none
-- as: view
with

change as not materialized (

    select *
    from stg_change
    where issue_no between getvariable('slice_from') and getvariable('slice_to')

),

value_before as (

    select
        issue_no,
        arg_min(was_done, (changed_at, history_no, item_no))
            filter (kind = 'status') as is_done,
        arg_min(old_value, (changed_at, history_no, item_no))
            filter (kind = 'points') as points,
        arg_min(old_value, (changed_at, history_no, item_no))
            filter (kind = 'hours') as hours
    from change
    group by 1

),

type_before as (

    select
        issue_key,
        arg_min(was_counted, (changed_at, history_no, item_no)) as is_counted
    from stg_type_change
    group by 1

),

opening as (

    select
        stg_opening.* exclude (is_counted, is_done, points, hours),
        coalesce(entered_at, '1900-01-01'::timestamp) as others_at,
        coalesce(project_entered_at, '1900-01-01'::timestamp) as project_at,
        least(others_at, project_at) as begins_at,
        coalesce(type_before.is_counted, stg_opening.is_counted) as is_counted,
        case
            when has_log then coalesce(value_before.is_done, stg_opening.is_done)
            else coalesce(first_done_at < begins_at, false)
        end as is_done,
        coalesce(value_before.points, stg_opening.points, 0) as points,
        coalesce(value_before.hours, stg_opening.hours, 0) as hours
    from stg_opening
    left join value_before using (issue_no)
    left join type_before using (issue_key)
    where issue_no between getvariable('slice_from') and getvariable('slice_to')

)

select
    issue_no, version_id, false as is_logged, begins_at as changed_at,
    case when others_at = begins_at then earliest_at end as earliest_at,
    -1::bigint as history_no, 0 as step, 0 as item_no,
    true as is_move, null::bigint as pair,
    case when others_at <> project_at then project_at = begins_at end
        as of_project,
    is_counted, is_done, points, hours
from opening

union all by name

select
    issue_no, version_id, false as is_logged,
    greatest(others_at, project_at) as changed_at,
    case when others_at > project_at then earliest_at end as earliest_at,
    -1::bigint as history_no, 0 as step, 0 as item_no,
    true as is_move, others_at < project_at as of_project
from opening
where others_at <> project_at

union all by name

-- What was done when it was first seen was finished when the file says so.
select
    issue_no, version_id, false as is_logged, first_done_at as changed_at,
    case when first_done_at = came_at then earliest_at end as earliest_at,
    3 as step, 0 as item_no, false as is_move, true as is_done
from opening
where not has_log and first_done_at >= begins_at

union all by name

select
    opening.issue_no, move.version_id, move.source = 'issue_event' as is_logged,
    greatest(move.changed_at, begins_at) as changed_at, move.earliest_at,
    move.history_no, 2 as step, move.item_no,
    true as is_move, stg_pair.pair, move.is_in
from stg_move as move
inner join stg_pair
    on
        move.kind = stg_pair.frame_kind
        and move.frame_id = stg_pair.frame_id
        and move.issue_no = stg_pair.issue_no
inner join opening on move.issue_no = opening.issue_no
where move.issue_no between getvariable('slice_from') and getvariable('slice_to')

union all by name

select
    opening.issue_no, turned.version_id, turned.source = 'issue_event' as is_logged,
    greatest(turned.changed_at, begins_at) as changed_at, turned.earliest_at,
    turned.history_no, 2 as step, turned.item_no,
    false as is_move, turned.is_counted
from stg_type_change as turned
inner join opening using (issue_key)

union all by name

select
    issue_no, change.version_id, change.is_logged,
    greatest(change.changed_at, begins_at) as changed_at, change.earliest_at,
    change.history_no, change.step, change.item_no,
    false as is_move,
    case when change.kind = 'status' then change.is_done end as is_done,
    case when change.kind = 'points' then new_value end as points,
    case when change.kind = 'hours' then new_value end as hours
from change
inner join opening using (issue_no)
