-- What an issue is in each of its frames before and after each of its changes: whether
-- it is in, whether it is done, what it is worth. Before it comes in it is not there,
-- and while it is a sub-task that counts in its parent it is in no frame. Kept are
-- changes that make a difference there, or lie between two uploads, and when it was
-- finished.
-- grain: issue, frame, change
-- key: pair, place
with

stepped as (

    select
        stay.pair,
        state.place, state.version_id, state.is_logged, state.changed_at,
        state.earliest_at, state.was_done, state.is_done, state.old_points,
        state.points, state.old_hours, state.hours,
        stay.was_in and state.was_counted as was_in,
        stay.is_in and state.is_counted as is_in
    from stg_issue_state as state
    inner join stg_stay as stay
        on state.place = stay.begins_at

    union all

    select
        stay.pair,
        state.place, state.version_id, state.is_logged, state.changed_at,
        state.earliest_at, state.was_done, state.is_done, state.old_points,
        state.points, state.old_hours, state.hours,
        stay.is_in and state.was_counted as was_in,
        stay.is_in and state.is_counted as is_in
    from stg_issue_state as state
    inner join stg_stay as stay
        on
            not state.is_move
            and state.issue_no = stay.issue_no
            and state.place > stay.begins_at
            and state.place < stay.ends_before

)

select
    pair, place, version_id, is_logged, changed_at, earliest_at,
    was_in, is_in, was_done, is_done, old_points, points, old_hours, hours
from stepped
where was_in or is_in or earliest_at is not null or (is_done and not was_done)
