-- What each import of a project brought. Parameters: p (project), s (set).
-- grain: import
with

stored as (

    select import_row.table_name, import_row.version_id, min(import_id) as import_id
    from import_row
    inner join import using (import_id)
    where import.project_id = $p
    group by 1, 2

),

brought as (

    select import_id, count(*) as new_rows
    from stored
    group by 1

),

happened as (

    select
        to_import as import_id,
        count(*) filter (field not in ('appeared', 'vanished')) as changes,
        count(*) filter (field = 'appeared') as appeared,
        count(*) filter (field = 'vanished') as vanished
    from mart.fct_change
    where set_id = $s
    group by 1

)

select
    import.import_id,
    import.filename,
    import.title,
    coalesce(import.as_of, import.imported_at)::date as spoken_on,
    import.rows_loaded,
    coalesce(brought.new_rows, 0) as new_rows,
    coalesce(happened.changes, 0) as changes,
    coalesce(happened.appeared, 0) as appeared,
    coalesce(happened.vanished, 0) as vanished,
    import.is_partial,
    import.undone_at is not null as is_undone
from import
left join brought using (import_id)
left join happened using (import_id)
where import.project_id = $p
order by coalesce(import.as_of, import.imported_at), import.import_id
