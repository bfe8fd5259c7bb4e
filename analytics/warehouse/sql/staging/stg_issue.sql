-- Issues as they stand, and those that vanished as they last stood.
-- grain: issue
-- key: issue_key
-- as: view
select *, null::timestamp as seen_until, null::timestamp as vanished_at
from fct_issue

union all by name

select *
from fct_vanished_issue
