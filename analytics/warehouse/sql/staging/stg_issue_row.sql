-- Issues as the newest file that has them says, fields still as written.
-- grain: issue
-- key: issue_key
with

standing as (

    select
        raw_issue.issue_key,
        stg_row.version_id,
        stg_row.import_id,
        stg_row.source_line,
        stg_row.instants,
        stg_row.newest
    from stg_row
    inner join raw_issue using (version_id)
    where stg_row.table_name = 'issue'

),

winner as (

    select
        issue_key,
        arg_min(
            {
                'version_id': version_id,
                'import_id': import_id,
                'source_line': source_line,
                'instants': instants
            },
            (newest, -source_line)
        ) as best
    from standing
    group by issue_key

)

select
    raw_issue.*,
    winner.best.import_id as import_id,
    winner.best.source_line as source_line,
    winner.best.instants as instants
from winner
inner join raw_issue on winner.best.version_id = raw_issue.version_id
