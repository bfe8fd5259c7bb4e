-- Workflow statuses, what they count as, where that comes from, and their board column.
-- grain: status
-- key: status
select
    stg_status.*,
    stg_status_column.position,
    stg_status_column.column_name
from stg_status
left join stg_status_column using (status)
