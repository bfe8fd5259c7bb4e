-- Imports that are not undone, with the instants between which each was exported, in
-- UTC: `spoken_at` is what it speaks of, by its content, a person, or its upload.
-- `known_until` is the latest instant in its content: the export may be from later on
-- that day, but not from before. `headers` are the columns found in a table file. What
-- `adds_up` never takes the place of an earlier file of its source.
-- grain: import
-- key: import_id
with

stated as (

    select
        *,
        coalesce(
            try_cast(json_extract_string(report, '$.as_of') as timestamp),
            date_trunc('day', as_of)
        ) as content_at
    from active_import

),

utc as (

    select
        stated.* exclude (content_at),
        coalesce(
            case
                when instants = 'utc' then as_of
                else timezone('UTC', timezone(getvariable('time_zone'), as_of))
            end,
            imported_at
        ) as spoken_at,
        case
            when instants = 'utc' then content_at
            else timezone('UTC', timezone(getvariable('time_zone'), content_at))
        end as content_at
    from stated

)

select
    * exclude (content_at),
    kind in ('sprints', 'statuses', 'issue changes', 'worklogs') as adds_up,
    from_json(json_extract(report, '$.columns'), '[["VARCHAR"]]') as headers,
    least(coalesce(content_at, spoken_at), spoken_at) as known_until
from utc
