-- For each issue the stored row that counts: the newest file's, its last line. Of an
-- issue that vanished from a later complete upload it is the last row there was, with
-- the two instants between which it went.
-- grain: issue
-- key: issue_key
with

present as (

    select
        raw_issue.issue_key,
        stg_row.version_id,
        stg_row.import_id,
        stg_row.source_line,
        stg_row.instants
    from raw_issue
    inner join stg_row using (version_id)
    where stg_row.table_name = 'issue'
    qualify
        row_number() over (
            partition by raw_issue.issue_key
            order by stg_row.newest, stg_row.source_line desc
        ) = 1

),

vanished as (

    select
        gone.issue_key,
        gone.version_id,
        gone.from_import as import_id,
        import_row.source_line,
        stg_dated_import.instants,
        gone.earliest_at as seen_until,
        gone.latest_at as vanished_at
    from import_row
    inner join stg_issue_presence as gone
        on
            import_row.import_id = gone.from_import
            and import_row.version_id = gone.version_id
            and import_row.table_name = 'issue'
    inner join stg_dated_import on gone.from_import = stg_dated_import.import_id
    anti join present on gone.issue_key = present.issue_key
    where not gone.is_there
    qualify
        row_number() over (
            partition by gone.issue_key
            order by gone.latest_at desc, import_row.source_line desc
        ) = 1

)

select *
from present

union all by name

select *
from vanished
