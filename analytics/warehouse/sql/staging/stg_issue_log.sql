-- Issues of which a change log tells, and when it says that each was last done.
-- grain: issue with a change log
-- key: issue_key
with

silent as (

    -- What the newest file says without a log, another one may tell with one.
    select issue_key
    from stg_issue_best
    anti join stg_logged_import using (import_id)

),

told as (

    select issue_key
    from stg_issue_best
    semi join stg_logged_import using (import_id)

    union

    select event.issue_key
    from stg_event as event
    semi join silent using (issue_key)

),

last_done as (

    select event.issue_key, max(event.changed_at) as done_at
    from stg_event_row as event
    inner join stg_status as after on event.to_text = after.status
    left join stg_status as before on event.from_text = before.status
    where
        event.field = 'status'
        and after.is_done
        and not coalesce(before.is_done, false)
    group by 1

)

select told.issue_key, last_done.done_at
from told
left join last_done using (issue_key)
