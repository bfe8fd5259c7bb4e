-- The ledger behind every burn-down: what each change did to a frame. Issues without
-- a change log are not in it; see reads/deltas.sql for what may be said of them.
-- points, items, hours: change of what remains; done_*: change of what is done in the
-- frame. initial rows are the opening state of a sprint at its start. In a sprint only
-- what is finished inside counts as done: an issue that comes in done never burns.
-- grain: issue, frame, change
-- key: none
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
        fct_issue.issue_key,
        fct_issue.version_id,
        fct_issue.created_at,
        coalesce(value_before.is_done, fct_issue.is_done) as is_done,
        coalesce(value_before.points, fct_issue.points, 0) as points,
        coalesce(value_before.hours, fct_issue.hours, 0) as hours
    from fct_issue
    left join value_before using (issue_key)
    where fct_issue.has_log

),

happening as (

    select
        pair.kind as frame_kind,
        pair.frame_id,
        opening.issue_key,
        opening.version_id,
        'issue' as source,
        coalesce(opening.created_at, '1900-01-01'::timestamp) as changed_at,
        0 as step,
        '' as history_id,
        0 as item_no,
        'created' as kind,
        pair.is_in,
        opening.is_done,
        opening.points,
        opening.hours
    from stg_membership as pair
    inner join opening using (issue_key)
    where pair.changed_at is null

    union all by name

    select
        kind as frame_kind, frame_id, issue_key, version_id, 'issue_event' as source,
        changed_at, 2 as step, history_id, item_no, 'membership' as kind, is_in
    from stg_membership
    where
        changed_at is not null
        and issue_key in (select issue_key from opening)

    union all by name

    select
        pair.kind as frame_kind, pair.frame_id, stg_change.issue_key,
        stg_change.version_id, 'issue_event' as source, stg_change.changed_at,
        stg_change.step, stg_change.history_id, stg_change.item_no, stg_change.kind,
        case when stg_change.kind = 'status' then stg_change.is_done end as is_done,
        case when stg_change.kind = 'points' then coalesce(new_value, 0) end as points,
        case when stg_change.kind = 'hours' then coalesce(new_value, 0) end as hours
    from stg_change
    inner join stg_membership as pair using (issue_key)
    where
        pair.changed_at is null
        and stg_change.issue_key in (select issue_key from opening)

),

state as (

    select
        frame_kind, frame_id, issue_key, version_id, source, changed_at, kind,
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

),

framed as (

    select
        state.*,
        dim_frame.start_at,
        dim_frame.evidence,
        dim_frame.kind = 'sprint'
        and state.changed_at <= dim_frame.start_at as is_opening
    from state
    inner join dim_frame
        on state.frame_kind = dim_frame.kind and state.frame_id = dim_frame.frame_id
    where
        (dim_frame.kind <> 'sprint' or dim_frame.start_at is not null)
        and (dim_frame.close_at is null or state.changed_at <= dim_frame.close_at)

),

kept as (

    select *
    from framed
    where not is_opening
    union all
    select *
    from framed
    where is_opening
    qualify
        row_number() over (
            partition by frame_kind, frame_id, issue_key order by place desc
        ) = 1

),

finished as (

    select
        *,
        case
            when is_opening then false
            when is_done and not lag(is_done, 1, is_done) over in_order then is_in
        end as is_finished_inside
    from kept
    window in_order as (
        partition by frame_kind, frame_id, issue_key order by place
    )

),

counted as (

    select
        *,
        frame_kind <> 'sprint'
        or coalesce(last_value(is_finished_inside ignore nulls) over in_order, false)
            as burns
    from finished
    window in_order as (
        partition by frame_kind, frame_id, issue_key
        order by place
        rows between unbounded preceding and current row
    )

),

worth as (

    select
        *,
        (is_in and not is_done)::integer as open_items,
        (is_in and is_done and burns)::integer as done_items,
        lag(is_in, 1, false) over in_order as was_in
    from counted
    window in_order as (
        partition by frame_kind, frame_id, issue_key order by place
    )

),

delta as (

    select
        *,
        open_items * points - lag(open_items * points, 1, 0.0) over in_order as d_points,
        open_items - lag(open_items, 1, 0) over in_order as d_items,
        open_items * hours - lag(open_items * hours, 1, 0.0) over in_order as d_hours,
        done_items * points - lag(done_items * points, 1, 0.0) over in_order
            as d_done_points,
        done_items - lag(done_items, 1, 0) over in_order as d_done_items,
        done_items * hours - lag(done_items * hours, 1, 0.0) over in_order
            as d_done_hours
    from worth
    window in_order as (
        partition by frame_kind, frame_id, issue_key order by place
    )

),

logged as (

    select
        frame_kind, frame_id, issue_key, version_id, source,
        case when is_opening then start_at else changed_at end as changed_at,
        case
            when is_opening then 'initial'
            when is_in and not was_in then 'added'
            when was_in and not is_in then 'removed'
            when kind in ('points', 'hours') then 're_estimated'
            when is_done then 'completed'
            else 'reopened'
        end as ledger,
        d_points as points,
        d_items as items,
        d_hours as hours,
        d_done_points as done_points,
        d_done_items as done_items,
        d_done_hours as done_hours
    from delta

)

select *
from logged
where
    points <> 0 or items <> 0 or hours <> 0
    or done_points <> 0 or done_items <> 0 or done_hours <> 0
