-- What may already have happened inside an interval between two uploads: the ledger
-- books it at `latest_at`, it can have been from `earliest_at` on. low and high: the
-- least and the most by which the issue's remaining work can have moved meanwhile,
-- whatever the order in which it entered or left, was finished or opened again, and
-- was estimated anew.
-- grain: issue, frame, interval
-- key: frame_kind, frame_id, issue_key, latest_at
with

ends as (

    select
        pair,
        changed_at as latest_at,
        min(earliest_at) as earliest_at,
        arg_min(was_in, place) as was_in,
        arg_min(not was_done, place) as was_open,
        arg_min(old_points, place) as old_points,
        arg_min(old_hours, place) as old_hours,
        bool_or(was_in or is_in) as may_be_in,
        bool_and(was_in and is_in) as is_always_in,
        bool_or(not was_done or not is_done) as may_be_open,
        bool_and(not was_done and not is_done) as is_always_open,
        max(greatest(old_points, points)) as most_points,
        min(least(old_points, points)) as least_points,
        max(greatest(old_hours, hours)) as most_hours,
        min(least(old_hours, hours)) as least_hours
    from stg_scope_state
    where earliest_at is not null
    group by 1, 2

),

reach as (

    select
        *,
        (was_in and was_open)::integer as value,
        (may_be_in and may_be_open)::integer as most,
        (is_always_in and is_always_open)::integer as least
    from ends

)

select
    stg_pair.frame_kind, stg_pair.frame_id, stg_pair.issue_key,
    reach.earliest_at, reach.latest_at,
    least * least_points - value * old_points as low_points,
    most * most_points - value * old_points as high_points,
    least - value as low_items,
    most - value as high_items,
    least * least_hours - value * old_hours as low_hours,
    most * most_hours - value * old_hours as high_hours
from reach
inner join stg_pair using (pair)
where most > 0
