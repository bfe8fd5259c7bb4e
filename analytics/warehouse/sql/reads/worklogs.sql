-- Lines of bookings that count: the same booking in two files counts once. It is told by
-- its number on its item, as it was changed last; without a number by being equal, and
-- then as often as the file has it that has it most often. Parameters: s (set).
-- grain: booking
with

lines as (

    select
        stored.worklog_number,
        stored.issue_key,
        stored.issue_number,
        stored.updated_at,
        dim_import.newest,
        import_row.version_id,
        import_row.import_id,
        import_row.source_line,
        coalesce(
            stored.issue_key,
            max(stored.issue_key) filter (stored.issue_number is not null) over (
                partition by stored.issue_number
            ),
            stored.issue_number
        ) as item,
        row_number() over (
            partition by import_row.import_id, import_row.version_id
            order by import_row.source_line
        ) as copy
    from mart.dim_import
    inner join import_row using (import_id)
    inner join raw_worklog as stored using (version_id)
    where dim_import.set_id = $s and import_row.table_name = 'worklog'

)

select import_id, source_line
from lines
qualify
    row_number() over (
        partition by
            worklog_number,
            case when worklog_number is not null then item end,
            case when worklog_number is null then version_id end,
            case when worklog_number is null then copy end
        order by updated_at desc nulls last, newest, source_line desc
    ) = 1
