-- What may already have happened to a frame before the day on which the ledger books
-- it. Parameters: those of reads/deltas.sql.
with

shown as (

    select issue_key
    from (
        select * from mart.fct_issue where set_id = $set_id
        union all by name
        select * from mart.fct_vanished_issue where set_id = $set_id
    )
    where
        (len($team) = 0 or list_contains($team, team))
        and (len($issue_type) = 0 or list_contains($issue_type, issue_type))
        and (len($epic) = 0 or list_contains($epic, coalesce(epic_key, parent_key)))
        and (len($label) = 0 or list_has_any($label, labels))

)

select
    doubt.* exclude (set_id, frame_kind, earliest_at, latest_at),
    -- The first day at whose end it can have happened, and the day of the booking.
    date_trunc(
        'day',
        timezone($time_zone, timezone('UTC', earliest_at + interval 1 second))
    )::timestamp as earliest,
    date_trunc('day', timezone($time_zone, timezone('UTC', latest_at)))::timestamp
        as day
from mart.fct_scope_doubt as doubt
semi join shown using (issue_key)
where
    set_id = $set_id
    and frame_kind = $kind
    and frame_id = coalesce($frame_id::varchar, frame_id)
order by latest_at, issue_key
