-- Issues as they stand, with the days that charts count by.
-- `has_log`: a change log tells what happened to it; `has_uploads`: it has none, but
-- its source was uploaded more than once, so that changes lie between two uploads.
-- grain: issue
-- key: issue_key
select * exclude (seen_until, vanished_at)
from stg_known_issue
where vanished_at is null
