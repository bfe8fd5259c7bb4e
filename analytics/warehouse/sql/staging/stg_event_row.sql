-- Field changes of issues, each once however many files hold it.
-- grain: field change
-- key: none
with

keyed as (

    select
        raw_issue_event.* exclude (issue_key),
        coalesce(raw_issue_event.issue_key, stg_issue_row.issue_key) as issue_key,
        stg_row.import_id,
        stg_row.newest
    from stg_row
    inner join raw_issue_event using (version_id)
    left join stg_issue_row
        on
            raw_issue_event.issue_key is null
            and raw_issue_event.issue_number = stg_issue_row.issue_number
    where stg_row.table_name = 'issue_event'

),

ranked as (

    select
        *,
        row_number() over (
            partition by
                issue_key, changed_at, coalesce(history_id, ''), field, field_name,
                coalesce(from_id, from_text, ''), coalesce(to_id, to_text, '')
            order by newest, version_id
        ) as place
    from keyed
    where issue_key is not null and changed_at is not null

)

select * exclude (place, newest)
from ranked
where place = 1
