-- What happened to closed sprints after they were closed. Parameters: those of
-- reads/deltas.sql.
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
    * exclude (set_id, source, changed_at, earliest_at),
    source as table,
    changed_at as at,
    date_trunc('day', timezone($time_zone, timezone('UTC', changed_at)))::timestamp
        as day,
    -- The first day at whose end it can have happened; null where that is its day.
    date_trunc(
        'day',
        timezone($time_zone, timezone('UTC', earliest_at + interval 1 second))
    )::timestamp as earliest
from mart.fct_scope_correction
semi join shown using (issue_key)
where
    set_id = $set_id
    and $kind = 'sprint'
    and frame_id = coalesce($frame_id::varchar, frame_id)
order by changed_at, frame_id, issue_key, version_id
