-- What an issue is in each of its frames before and after each of its changes: whether
-- it is in, whether it is done, what it is worth. Before it comes in it is not there, and
-- while it is a sub-task that counts in its parent it is in no frame. Kept are changes
-- that make a difference there, or lie between two uploads, and when it was finished.
-- grain: issue, frame, change
-- key: pair, place
with

moved as (

    -- Where each issue comes in, and where it is moved in and out.
    select stg_pair.pair, stg_pair.issue_no, state.place, stg_pair.is_in
    from stg_issue_state as state
    inner join stg_pair using (issue_no)
    where
        state.is_move
        and state.pair is null
        and coalesce(state.of_project = (stg_pair.frame_kind = 'project'), true)

    union all

    select pair, issue_no, place, is_in
    from stg_issue_state
    where pair is not null

),

placed as (

    select *
    from moved
    order by pair, place

),

stay as (

    -- From one move to the next.
    select
        pair,
        issue_no,
        place as begins_at,
        coalesce(
            case when lead(pair) over () = pair then lead(place) over () end,
            9223372036854775807
        ) as ends_before,
        lag(pair) over () is not distinct from pair and lag(is_in) over () as was_in,
        is_in
    from placed

),

stepped as (

    select
        stay.pair,
        state.place, state.version_id, state.is_logged, state.changed_at,
        state.earliest_at, state.was_done, state.is_done, state.old_points, state.points,
        state.old_hours, state.hours,
        stay.was_in and state.was_counted as was_in,
        stay.is_in and state.is_counted as is_in
    from stay
    inner join stg_issue_state as state
        on stay.begins_at = state.place

    union all

    select
        stay.pair,
        state.place, state.version_id, state.is_logged, state.changed_at,
        state.earliest_at, state.was_done, state.is_done, state.old_points, state.points,
        state.old_hours, state.hours,
        stay.is_in and state.was_counted as was_in,
        stay.is_in and state.is_counted as is_in
    from stg_issue_state as state
    inner join stay
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
