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

stated as (

    select
        raw_issue_event.* exclude (project_id, row_hash, author),
        try_cast(raw_issue_event.history_id as bigint) as history_no,
        held.import_id,
        held.newest
    from raw_issue_event
    inner join held using (version_id)

),

unkeyed as (

    select issue_number
    from stated
    where issue_key is null

),

keyed as not materialized (

    select
        * exclude (issue_number),
        -- Equal changes have equal marks; the few others that share one are told
        -- apart below. To sort a million changes for it costs six times as much.
        hash(
            issue_key, changed_at, coalesce(history_id, ''), field, field_name,
            coalesce(from_id, from_text, ''), coalesce(to_id, to_text, '')
        ) as mark
    from (
        select * from stated where issue_key is not null

        union all by name

        -- A join of its own: in one with a condition DuckDB compares all with all.
        select stated.* replace (stg_issue_row.issue_key as issue_key)
        from stated
        inner join stg_issue_row using (issue_number)
        semi join unkeyed using (issue_number)
        where stated.issue_key is null
    )
    where changed_at is not null

),

doubtful as (

    select mark
    from keyed
    group by mark
    having count(*) > 1

)

select * exclude (mark, newest)
from keyed
anti join doubtful using (mark)

union all

select * exclude (mark, newest)
from keyed
semi join doubtful using (mark)
qualify
    row_number() over (
        partition by
            issue_key, changed_at, coalesce(history_id, ''), field, field_name,
            coalesce(from_id, from_text, ''), coalesce(to_id, to_text, '')
        order by newest nulls last, version_id
    ) = 1
