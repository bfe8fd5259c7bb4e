-- Times in which an issue was flagged as blocked, of issues with a change log. Jira
-- logs no value that was given at the creation: such a flag holds from there on.
-- grain: time an issue was flagged
-- key: issue_key, visit
with

change as (

    select
        issue_key,
        version_id,
        changed_at,
        trim(coalesce(nullif(to_text, ''), to_id, ''), '[] ') <> '' as is_raised,
        trim(coalesce(nullif(from_text, ''), from_id, ''), '[] ') <> '' as was_raised,
        row_number() over (
            partition by issue_key
            order by changed_at, history_no, item_no
        ) as place
    from stg_event_row
    where field = 'flagged'

),

stated as (

    select
        fct_issue.issue_key,
        0 as place,
        fct_issue.version_id,
        'issue' as source,
        fct_issue.created_at as flagged_at,
        coalesce(change.was_raised, fct_issue.is_flagged) as is_raised
    from fct_issue
    left join change on fct_issue.issue_key = change.issue_key and change.place = 1
    where fct_issue.has_log

    union all by name

    select
        change.issue_key,
        change.place,
        change.version_id,
        'issue_event' as source,
        change.changed_at as flagged_at,
        change.is_raised
    from change
    inner join fct_issue using (issue_key)

),

turned as (

    select
        *,
        lag(is_raised, 1, false) over (partition by issue_key order by place)
            as was_raised
    from stated
    where flagged_at is not null

),

spanned as (

    select
        *,
        lead(flagged_at) over (partition by issue_key order by place) as unflagged_at
    from turned
    where is_raised <> was_raised

)

select
    spanned.issue_key,
    row_number() over (partition by spanned.issue_key order by spanned.place) as visit,
    spanned.version_id,
    spanned.source,
    spanned.flagged_at,
    spanned.unflagged_at,
    timezone(getvariable('time_zone'), timezone('UTC', spanned.flagged_at))::date
        as flagged_day,
    timezone(getvariable('time_zone'), timezone('UTC', spanned.unflagged_at))::date
        as unflagged_day
from spanned
where spanned.is_raised
