-- Field changes of issues, each once however many files hold it; of issues that have
-- vanished, those of the last file that had them.
-- grain: field change
-- key: none
with

held as (

    select version_id, import_id, newest
    from stg_row
    where table_name = 'issue_event'

    union all

    select import_row.version_id, import_row.import_id, null as newest
    from import_row
    semi join (
        select import_id from stg_issue_best where vanished_at is not null
    ) as gone using (import_id)
    where import_row.table_name = 'issue_event'

),

keyed as (

    select
        raw_issue_event.* exclude (issue_key),
        coalesce(raw_issue_event.issue_key, stg_issue_row.issue_key) as issue_key,
        held.import_id,
        held.newest
    from held
    inner join raw_issue_event using (version_id)
    left join stg_issue_row
        on
            raw_issue_event.issue_key is null
            and raw_issue_event.issue_number = stg_issue_row.issue_number

),

ranked as (

    select
        *,
        row_number() over (
            partition by
                issue_key, changed_at, coalesce(history_id, ''), field, field_name,
                coalesce(from_id, from_text, ''), coalesce(to_id, to_text, '')
            order by newest nulls last, version_id
        ) as place
    from keyed
    where issue_key is not null and changed_at is not null

)

select * exclude (place, newest)
from ranked
where place = 1
