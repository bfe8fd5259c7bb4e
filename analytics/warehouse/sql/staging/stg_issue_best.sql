-- For each issue the stored row that counts: the newest file's, its last line.
-- grain: issue
-- key: issue_key
select
    raw_issue.issue_key,
    stg_row.version_id,
    stg_row.import_id,
    stg_row.source_line,
    stg_row.instants
from stg_row
inner join raw_issue using (version_id)
where stg_row.table_name = 'issue'
qualify
    row_number() over (
        partition by raw_issue.issue_key
        order by stg_row.newest, stg_row.source_line desc
    ) = 1
