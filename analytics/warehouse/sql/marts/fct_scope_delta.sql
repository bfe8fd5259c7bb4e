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

placed as (

    -- Sorted once: what stands before and after a row is read off its neighbours.
    select
        state.*,
        sprint.start_at,
        state.changed_at <= sprint.opening_at as is_opening
    from stg_scope_state as state
    inner join stg_sprint_pair as sprint using (pair)
    where
        sprint.close_at is null
        or coalesce(state.earliest_at, state.changed_at) <= sprint.close_at
    order by state.pair, state.place

),

beside as (

    select
        *,
        lag(pair) over () is distinct from pair as begins,
        lead(is_opening) over () and lead(pair) over () = pair as opens_again
    from placed

),

inside as (

    -- Of what happened before a sprint opens only the last counts: what it led to.
    select
        * exclude (begins, opens_again)
        replace (
            case when is_opening then start_at else changed_at end as changed_at,
            case when not is_opening then earliest_at end as earliest_at,
            was_in and not is_opening as was_in
        ),
        coalesce(
            last_value(
                case
                    when is_opening then false
                    when is_done and not was_done then is_in
                    when begins then false
                end ignore nulls
            ) over (rows between unbounded preceding and current row),
            false
        ) as burns
    from beside
    where not coalesce(is_opening and opens_again, false)

),

change as (

    select *
    from inside

    union all by name

    select state.*, false as is_opening, true as burns
    from stg_scope_state as state
    semi join (select pair from stg_pair where frame_kind <> 'sprint') as whole
        using (pair)

),

weighed as (

    select
        *,
        (is_in and not is_done)::integer as is_open,
        (was_in and not was_done)::integer as was_open,
        (is_in and is_done and burns)::integer as is_burnt,
        (was_in and was_done and burns)::integer as was_burnt
    from change
    where was_in or is_in

),

booked as (

    select
        pair,
        version_id,
        case when is_logged then 'issue_event' else 'issue' end as source,
        changed_at,
        earliest_at,
        case
            when is_opening then 'initial'
            when is_in and not was_in then 'added'
            when was_in and not is_in then 'removed'
            when is_done = was_done then 're_estimated'
            when is_done then 'completed'
            else 'reopened'
        end as ledger,
        is_open * points - was_open * old_points as points,
        is_open - was_open as items,
        is_open * hours - was_open * old_hours as hours,
        is_burnt * points - was_burnt * old_points as done_points,
        is_burnt - was_burnt as done_items,
        is_burnt * hours - was_burnt * old_hours as done_hours
    from weighed

)

select
    stg_pair.frame_kind,
    stg_pair.frame_id,
    stg_pair.issue_key,
    booked.* exclude (pair)
from booked
inner join stg_pair using (pair)
where
    points <> 0 or items <> 0 or hours <> 0
    or done_points <> 0 or done_items <> 0 or done_hours <> 0
