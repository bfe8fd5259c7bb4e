-- How long an issue stays in a frame, or out of it: from one of its moves to the next,
-- by the `place` of its changes.
-- grain: issue, frame, move
-- key: pair, begins_at
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

)

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
