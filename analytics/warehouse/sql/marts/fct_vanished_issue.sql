-- Issues that a later complete upload does not have any more, as they last stood.
-- They went after `seen_until` and not later than `vanished_at`.
-- grain: issue
-- key: issue_key
select *
from stg_known_issue
where vanished_at is not null
