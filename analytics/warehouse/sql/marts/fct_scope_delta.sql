-- The ledger behind every burn-down: what each change did to a frame. Issues without
-- a change log whose source was uploaded once are not in it; see reads/deltas.sql for
-- what may be said of them. A change that lies between two uploads is booked at the
-- later one, and `earliest_at` says after which instant it can have happened.
-- points, items, hours: change of what remains; done_*: change of what is done in the
-- frame. initial rows are the opening state of a sprint at its start. In a sprint only
-- what is finished inside counts as done: an issue that comes in done never burns.
-- grain: issue, frame, change
-- key: none
with

framed as (

    select
        state.*,
        dim_frame.start_at,
        dim_frame.kind = 'sprint'
        and state.changed_at <= dim_frame.opening_at as is_opening
    from stg_scope_state as state
    inner join dim_frame
        on state.frame_kind = dim_frame.kind and state.frame_id = dim_frame.frame_id
    where
        (dim_frame.kind <> 'sprint' or dim_frame.start_at is not null)
        and (
            dim_frame.close_at is null
            or coalesce(state.earliest_at, state.changed_at) <= dim_frame.close_at
        )

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
        case when not is_opening then earliest_at end as earliest_at,
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
