-- Visits of issues to statuses, of issues with a change log. The first visit begins
-- with the creation; the last one is open. Days are those of the project's zone.
-- source names the table that version_id is of: what began the visit.
-- grain: visit of an issue to a status
-- key: issue_key, visit
with

change as (

    select
        issue_key,
        version_id,
        changed_at,
        from_text,
        to_text,
        row_number() over (
            partition by issue_key
            order by changed_at, try_cast(history_id as bigint), history_id, item_no
        ) as place
    from stg_event_row
    where field = 'status'

),

visited as (

    select
        fct_issue.issue_key,
        0 as place,
        fct_issue.version_id,
        'issue' as source,
        fct_issue.created_at as entered_at,
        coalesce(change.from_text, fct_issue.status) as status
    from fct_issue
    left join change on fct_issue.issue_key = change.issue_key and change.place = 1
    where fct_issue.has_log

    union all by name

    select
        change.issue_key,
        change.place,
        change.version_id,
        'issue_event' as source,
        change.changed_at as entered_at,
        change.to_text as status
    from change
    inner join fct_issue using (issue_key)

),

spanned as (

    select
        visited.*,
        lead(entered_at) over (partition by issue_key order by place) as left_at
    from visited
    where entered_at is not null and status is not null

)

select
    spanned.issue_key,
    row_number() over (partition by spanned.issue_key order by spanned.place) as visit,
    spanned.version_id,
    spanned.source,
    spanned.status,
    dim_status.category,
    dim_status.is_done,
    dim_status.position,
    spanned.entered_at,
    spanned.left_at,
    case
        when setting.time_zone = 'UTC' then spanned.entered_at
        else timezone(setting.time_zone, timezone('UTC', spanned.entered_at))
    end::date as entered_day,
    case
        when setting.time_zone = 'UTC' then spanned.left_at
        else timezone(setting.time_zone, timezone('UTC', spanned.left_at))
    end::date as left_day,
    'change log' as evidence
from spanned
left join dim_status using (status)
cross join setting
