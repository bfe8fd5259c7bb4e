-- The field changes, as imported, of the issues that a sprint, epic or label holds or
-- held: for a sprint all of them, for an epic or label those that moved in or out.
-- Nothing of the models is used but who is in a sprint today.
-- Parameters: set_id, import_ids, kind, member.
with

event as (

    select raw_issue_event.*
    from import_row
    inner join raw_issue_event using (version_id)
    where
        import_row.table_name = 'issue_event'
        and list_contains($import_ids::bigint[], import_row.import_id)
        and raw_issue_event.issue_key is not null

),

held as (

    select issue_key
    from event
    where
        case $kind
            when 'sprint' then field = 'sprint'
            when 'epic' then field in ('epic', 'parent')
            else field = 'labels'
        end
        and (
            $member in (from_id, to_id, from_text, to_text)
            or list_contains(
                string_split_regex(
                    case when $kind = 'label' then from_text else from_id end, '[\s,]+'
                ),
                $member
            )
            or list_contains(
                string_split_regex(
                    case when $kind = 'label' then to_text else to_id end, '[\s,]+'
                ),
                $member
            )
        )

    union

    select issue_key
    from mart.fct_issue
    where
        set_id = $set_id and $kind = 'sprint' and list_contains(sprint_ids, $member)

)

select distinct on (issue_key, changed_at, history_id, item_no)
    issue_key, version_id, changed_at as at, history_id, item_no,
    field, field_name, from_id, to_id, from_text, to_text
from event
semi join held using (issue_key)
where
    field in ('status', 'sprint', 'remaining', 'number', 'issue_type')
    or field = case $kind when 'label' then 'labels' when 'epic' then 'epic' end
    or ($kind = 'epic' and field = 'parent')
order by issue_key, changed_at, history_id, item_no
