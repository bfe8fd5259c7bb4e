-- Visits of issues to statuses, of issues with a change log. The first visit begins
-- with the creation; the last one is open. Days are those of the project's zone.
-- source names the table that version_id is of: what began the visit.
-- grain: visit of an issue to a status
-- key: issue_key, visit
with

issue as materialized (

    -- Held: all that read it must see the same numbers.
    select
        (row_number() over ())::integer as issue_no,
        issue_key, version_id, created_at, status
    from fct_issue
    where has_log

),

stated as (

    select
        issue_no,
        false as is_change,
        version_id,
        created_at as entered_at,
        null as from_text,
        status
    from issue

    union all by name

    select
        issue.issue_no,
        true as is_change,
        event.version_id,
        event.changed_at as entered_at,
        event.from_text,
        event.to_text as status,
        event.history_no,
        event.item_no
    from stg_event_row as event
    inner join issue using (issue_key)
    where event.field = 'status'

),

placed as (

    -- Sorted once: what stands before and after a row is read off its neighbours. By
    -- numbers only, which takes half of the time that texts take.
    select * exclude (history_no, item_no)
    from stated
    order by issue_no, is_change, entered_at, history_no, item_no::integer

),

visited as (

    select
        * replace (
            case
                when is_change or lead(issue_no) over () is distinct from issue_no
                    then status
                else coalesce(lead(from_text) over (), status)
            end as status
        )
    from placed

),

numbered as (

    select
        issue_no, is_change, version_id, entered_at, status,
        row_number() over () as place,
        case when lead(issue_no) over () = issue_no then lead(entered_at) over () end
            as left_at,
        lag(issue_no) over () is distinct from issue_no as begins
    from visited
    where entered_at is not null and status is not null

),

spanned as (

    select
        *,
        place + 1 - max(case when begins then place end) over (
            rows between unbounded preceding and current row
        ) as visit
    from numbered

)

select
    issue.issue_key,
    spanned.visit,
    spanned.version_id,
    case when spanned.is_change then 'issue_event' else 'issue' end as source,
    spanned.status,
    dim_status.category,
    dim_status.is_done,
    dim_status.position,
    spanned.entered_at,
    spanned.left_at,
    case
        when getvariable('time_zone') = 'UTC' then spanned.entered_at
        else timezone(getvariable('time_zone'), timezone('UTC', spanned.entered_at))
    end::date as entered_day,
    case
        when getvariable('time_zone') = 'UTC' then spanned.left_at
        else timezone(getvariable('time_zone'), timezone('UTC', spanned.left_at))
    end::date as left_day,
    'change log' as evidence
from spanned
inner join (select issue_no, issue_key from issue) as issue using (issue_no)
left join dim_status using (status)
