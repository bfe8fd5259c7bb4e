-- Changes between two uploads that no change log tells: what a log covers is known to
-- the instant from there, and only what came after it lies between two uploads.
-- grain: issue, upload, field
-- key: source_id, issue_key, to_import, field
with

log_until as (

    select
        issue_key,
        max(spoken_at) as until,
        arg_max(known_until, spoken_at) as known_until
    from (
        select
            stg_event.issue_key,
            stg_dated_import.spoken_at,
            stg_dated_import.known_until
        from stg_event
        inner join stg_dated_import using (import_id)
        semi join stg_issue_change using (issue_key)

        union all

        select
            raw_issue.issue_key,
            stg_dated_import.spoken_at,
            stg_dated_import.known_until
        from raw_issue
        inner join import_row using (version_id)
        inner join stg_dated_import using (import_id)
        semi join stg_logged_import
            on import_row.import_id = stg_logged_import.import_id
        semi join stg_issue_change on raw_issue.issue_key = stg_issue_change.issue_key
        where import_row.table_name = 'issue'
    )
    group by issue_key

),

told as (

    -- What the log says last of a field.
    select
        stg_event_row.issue_key,
        case stg_event_row.field
            when 'number' then 'points'
            when 'remaining' then 'hours'
            when 'fix_version' then 'release'
            else stg_event_row.field
        end as field,
        max(stg_event_row.changed_at) as changed_at,
        arg_max(
            case
                when stg_event_row.field = 'remaining'
                    then (try_cast(coalesce(to_id, to_text) as double) / 3600)::varchar
                when stg_event_row.field = 'number'
                    then try_cast(coalesce(to_text, to_id) as double)::varchar
                else to_text
            end,
            (changed_at, coalesce(item_no, 0))
        ) as to_text
    from stg_event_row
    semi join stg_issue_change using (issue_key)
    left join stg_number_field
        on lower(stg_event_row.field_name) = lower(stg_number_field.field)
    where
        stg_event_row.field <> 'number'
        or coalesce(stg_number_field.is_story_points, false)
    group by 1, 2

)

select
    change.* exclude (earliest_at, from_text),
    greatest(
        change.earliest_at, coalesce(log_until.known_until, change.earliest_at)
    ) as earliest_at,
    case
        when told.changed_at > change.earliest_at then told.to_text
        else change.from_text
    end as from_text
from stg_issue_change as change
left join log_until on change.issue_key = log_until.issue_key
left join told
    on change.issue_key = told.issue_key and change.field = told.field
where
    (log_until.until is null or log_until.until < change.latest_at)
    and not (
        coalesce(told.changed_at > change.earliest_at, false)
        and told.to_text is not distinct from change.to_text
    )
