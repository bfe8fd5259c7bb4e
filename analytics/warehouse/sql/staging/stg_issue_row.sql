-- Issues as the newest file that has them says, fields still as written, and those
-- that have vanished from it.
-- grain: issue
-- key: issue_key
-- as: view
select
    raw_issue.*,
    stg_issue_best.import_id,
    stg_issue_best.source_line,
    stg_issue_best.instants
from raw_issue
inner join stg_issue_best using (version_id)
