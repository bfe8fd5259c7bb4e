-- Workflow statuses, what they count as, and where that comes from.
-- grain: status
-- key: status
select *
from stg_status
