-- What happened to closed sprints after they were closed. Their ledgers end at the
-- close and stay as they were; these rows are shown beside them, each on its own day.
-- Counted is what a sprint held at its close: taken out of it later (removed), or, of
-- what it had completed, opened again (reopened), done again (completed) or estimated
-- anew (re_estimated); and what was put into it later (added). Left out is work that
-- was not done and goes on elsewhere: what becomes of it is no edit of the past, nor is
-- taking it out while the sprint is being closed.
-- points, items, hours: change of what the sprint held; done_*: of what it completed.
-- grain: sprint, issue, change
-- key: none
with

closed as (

    select
        stg_pair.pair,
        stg_pair.frame_id,
        stg_pair.issue_key,
        dim_frame.close_at
    from dim_frame
    inner join stg_pair
        on
            dim_frame.kind = stg_pair.frame_kind
            and dim_frame.frame_id = stg_pair.frame_id
    where
        dim_frame.kind = 'sprint'
        and dim_frame.start_at is not null
        and dim_frame.close_at is not null

),

at_close as (

    select
        frame_id, issue_key,
        sum(items) + sum(done_items) > 0 as was_held,
        sum(done_items) > 0 as was_finished
    from fct_scope_delta
    where frame_kind = 'sprint'
    group by 1, 2

),

held as (

    select
        closed.*,
        coalesce(at_close.was_held, false) as was_held,
        coalesce(at_close.was_finished, false) as was_finished
    from closed
    left join at_close using (frame_id, issue_key)

),

late as (

    select
        state.*,
        held.* exclude (pair),
        -- A tracker takes some seconds to close a sprint.
        state.changed_at <= held.close_at + interval 1 minute as is_closing
    from stg_scope_state as state
    inner join held using (pair)
    where coalesce(state.earliest_at, state.changed_at) > held.close_at

),

named as (

    select
        *,
        case
            when is_in and not was_in then 'added'
            when
                was_in and not is_in
                and (was_finished or (was_held and not is_closing))
                then 'removed'
            when not (was_finished and is_in) then null
            when was_done and not is_done then 'reopened'
            when is_done and not was_done then 'completed'
            when old_points <> points or old_hours <> hours then 're_estimated'
        end as ledger
    from late

)

select
    frame_id, issue_key, version_id,
    case when is_logged then 'issue_event' else 'issue' end as source,
    changed_at, earliest_at, ledger,
    case ledger
        when 'added' then points when 'removed' then -old_points
        when 're_estimated' then points - old_points else 0
    end as points,
    case ledger when 'added' then 1 when 'removed' then -1 else 0 end as items,
    case ledger
        when 'added' then hours when 'removed' then -old_hours
        when 're_estimated' then hours - old_hours else 0
    end as hours,
    case
        when ledger = 'removed' and was_finished and was_done then -old_points
        when ledger = 'added' and was_finished and is_done then points
        when ledger = 'reopened' then -old_points
        when ledger = 'completed' then points
        when ledger = 're_estimated' and is_done then points - old_points
        else 0
    end as done_points,
    case
        when ledger = 'removed' and was_finished and was_done then -1
        when ledger = 'added' and was_finished and is_done then 1
        when ledger = 'reopened' then -1
        when ledger = 'completed' then 1
        else 0
    end as done_items,
    case
        when ledger = 'removed' and was_finished and was_done then -old_hours
        when ledger = 'added' and was_finished and is_done then hours
        when ledger = 'reopened' then -old_hours
        when ledger = 'completed' then hours
        when ledger = 're_estimated' and is_done then hours - old_hours
        else 0
    end as done_hours
from named
where ledger is not null
