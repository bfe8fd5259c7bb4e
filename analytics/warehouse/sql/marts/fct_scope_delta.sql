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
        stg_pair.pair,
        dim_frame.kind as frame_kind,
        dim_frame.start_at,
        dim_frame.close_at,
        dim_frame.opening_at
    from stg_pair
    inner join dim_frame
        on
            stg_pair.frame_kind = dim_frame.kind
            and stg_pair.frame_id = dim_frame.frame_id
    where dim_frame.kind <> 'sprint' or dim_frame.start_at is not null

),

placed as (

    -- Sorted once: what stands before and after a row is read off its neighbours.
    select
        state.*,
        framed.frame_kind,
        framed.start_at,
        framed.frame_kind = 'sprint'
        and state.changed_at <= framed.opening_at as is_opening
    from stg_scope_state as state
    inner join framed using (pair)
    where
        framed.close_at is null
        or coalesce(state.earliest_at, state.changed_at) <= framed.close_at
    order by state.place

),

beside as (

    select
        *,
        lag(pair) over () is distinct from pair as begins,
        lead(is_opening) over () and lead(pair) over () = pair as opens_again
    from placed

),

kept as (

    -- Of what happened before a sprint opens only the last counts.
    select
        * exclude (begins, opens_again),
        begins or is_opening as begins
    from beside
    where not coalesce(is_opening and opens_again, false)

),

finished as (

    select
        *,
        case
            when is_opening or begins then false
            when is_done and not lag(is_done) over () then is_in
        end as is_finished_inside
    from kept

),

counted as (

    select
        * exclude (is_finished_inside),
        frame_kind <> 'sprint' or last_value(is_finished_inside ignore nulls) over (
            rows between unbounded preceding and current row
        ) as burns
    from finished

),

worth as (

    select
        *,
        (is_in and not is_done)::integer as open_items,
        (is_in and is_done and burns)::integer as done_items,
        not begins and lag(is_in) over () as was_in
    from counted

),

delta as (

    select
        *,
        open_items * points
        - case when begins then 0.0 else lag(open_items * points) over () end
            as d_points,
        open_items - case when begins then 0 else lag(open_items) over () end
            as d_items,
        open_items * hours
        - case when begins then 0.0 else lag(open_items * hours) over () end
            as d_hours,
        done_items * points
        - case when begins then 0.0 else lag(done_items * points) over () end
            as d_done_points,
        done_items - case when begins then 0 else lag(done_items) over () end
            as d_done_items,
        done_items * hours
        - case when begins then 0.0 else lag(done_items * hours) over () end
            as d_done_hours
    from worth

),

logged as (

    select
        pair, version_id, source,
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

select
    stg_pair.frame_kind,
    stg_pair.frame_id,
    stg_pair.issue_key,
    logged.* exclude (pair)
from logged
inner join stg_pair using (pair)
where
    points <> 0 or items <> 0 or hours <> 0
    or done_points <> 0 or done_items <> 0 or done_hours <> 0
