-- Files that hold change logs.
-- grain: import
-- key: import_id
select distinct import_row.import_id
from import_row
semi join stg_dated_import using (import_id)
where import_row.table_name = 'issue_event'
