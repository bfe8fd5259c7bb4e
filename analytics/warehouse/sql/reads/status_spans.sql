-- Visits of the items that count under the filters, in order. Sub-tasks count through
-- their parent, epics with children through these. Parameters: set_id and the filters.
select
    span.issue_key,
    span.visit,
    span.version_id,
    span.source as table,
    span.status,
    span.entered_at,
    span.left_at,
    span.entered_day::timestamp as entered_day
from mart.fct_status_span as span
semi join (
    select issue_key
    from mart.fct_issue
    where
        set_id = $set_id
        and not is_subtask
        and not is_container
        and (len($team) = 0 or list_contains($team, team))
        and (len($issue_type) = 0 or list_contains($issue_type, issue_type))
        and (len($epic) = 0 or list_contains($epic, coalesce(epic_key, parent_key)))
        and (len($label) = 0 or list_has_any($label, labels))
) as shown using (issue_key)
where span.set_id = $set_id
order by span.issue_key, span.visit
