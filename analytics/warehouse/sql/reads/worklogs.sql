-- Lines of bookings, whether each counts, and the file whose line counts in its place:
-- the same booking in two files counts once, and of two that claim it the newest wins.
-- It is told by its number on its item, as it was changed last; without a number by
-- being equal, and then as often as the file has it that has it most often. Tools
-- number bookings each their own way: beyond files of one format it is told by item,
-- person, day and time worked, as often as the format has it that has it most often.
-- A file that names items by number only means the issue of that number, if it is one.
-- Bookings may share a line. Joins are by equal columns alone: with any other condition
-- DuckDB compares all lines with all.
-- Parameters: s (set), z (time zone of the project).
-- grain: line of a booking
with

named as (

    select
        raw_issue.issue_number,
        min(fct_issue.issue_key) as issue_key
    from mart.fct_issue
    inner join raw_issue using (version_id)
    where fct_issue.set_id = $s and raw_issue.issue_number is not null
    group by raw_issue.issue_number
    having count(distinct fct_issue.issue_key) = 1

),

lines as (

    select
        stored.worklog_number,
        stored.updated_at,
        stored.spent_seconds,
        lower(trim(stored.author)) as author,
        cast(
            case
                when dim_import.instants = 'utc'
                    then timezone($z, timezone('UTC', stored.started_at))
                else stored.started_at
            end as date
        ) as started_on,
        cast(
            case
                when dim_import.instants = 'utc'
                    then timezone($z, timezone('UTC', stored.created_at))
                else stored.created_at
            end as date
        ) as booked_on,
        import.importer,
        dim_import.newest,
        import_row.version_id,
        import_row.import_id,
        import_row.source_line,
        coalesce(
            stored.issue_key,
            max(stored.issue_key) filter (stored.issue_number is not null) over (
                partition by stored.issue_number
            ),
            named.issue_key,
            stored.issue_number
        ) as item,
        row_number() over (
            partition by import_row.import_id, import_row.version_id
            order by import_row.source_line
        ) as copy
    from mart.dim_import
    inner join import using (import_id)
    inner join import_row using (import_id)
    inner join raw_worklog as stored using (version_id)
    left join named
        on case when stored.issue_key is null then stored.issue_number end
            = named.issue_number
    where dim_import.set_id = $s and import_row.table_name = 'worklog'

),

told as (

    select
        *,
        row_number() over booking as place,
        first_value(import_id) over booking as counted_id
    from lines
    window booking as (
        partition by
            worklog_number,
            case when worklog_number is not null then item end,
            case when worklog_number is null then version_id end,
            case when worklog_number is null then copy end
        order by updated_at desc nulls last, newest, source_line desc
    )

),

alike as (

    select
        import_id,
        version_id,
        source_line,
        copy as own_copy,
        newest,
        item,
        author,
        started_on,
        spent_seconds,
        row_number() over (
            partition by importer, item, author, started_on, spent_seconds
            order by newest, source_line
        ) as copy
    from told
    where place = 1

),

shared as (

    select
        import_id,
        version_id,
        own_copy,
        row_number() over booking as place,
        first_value(import_id) over booking as counted_id
    from alike
    where
        item is not null
        and author is not null
        and started_on is not null
        and spent_seconds is not null
    window booking as (
        partition by item, author, started_on, spent_seconds, copy
        order by newest
    )

)

select
    told.import_id,
    told.version_id,
    told.source_line,
    told.item,
    told.started_on,
    told.booked_on,
    told.place = 1 and coalesce(shared.place = 1, true) as is_counted,
    case when told.place = 1 then coalesce(shared.counted_id, told.counted_id)
        else told.counted_id end as counted_id
from told
left join shared on
    told.import_id = shared.import_id
    and told.version_id = shared.version_id
    and told.copy = shared.own_copy
