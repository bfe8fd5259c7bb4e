-- Issues as the newest file that has them says, fields still as written.
-- grain: issue
-- key: issue_key
with

ranked as (

    select
        raw_issue.*,
        stg_row.import_id,
        stg_row.source_line,
        stg_row.instants,
        row_number() over (
            partition by raw_issue.issue_key
            order by stg_row.newest, stg_row.source_line desc
        ) as place
    from stg_row
    inner join raw_issue using (version_id)
    where stg_row.table_name = 'issue'

)

select * exclude (place)
from ranked
where place = 1
