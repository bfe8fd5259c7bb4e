-- Field changes of issues as the files that count hold them, one in several files more
-- than once; of issues that have vanished, those of the last file that had them.
-- grain: field change in a file
-- key: none
-- as: view
with

held as not materialized (

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

event as not materialized (

    select * exclude (project_id, row_hash, author)
    from raw_issue_event
    where changed_at is not null

)

select event.* exclude (issue_number), held.import_id, held.newest
from event
inner join held using (version_id)
where event.issue_key is not null

union all by name

-- A join of its own: in one with a condition DuckDB compares all with all. Most logs
-- have none of these, and what is joined with none is not read.
select
    event.* exclude (issue_number) replace (stg_issue_row.issue_key as issue_key),
    held.import_id, held.newest
from held
inner join (select * from event where issue_key is null) as event using (version_id)
inner join stg_issue_row using (issue_number)
