-- Stored rows that count now, with the line of the newest file that has them.
-- grain: stored row of one import
-- key: none
select
    import_row.table_name,
    import_row.version_id,
    import_row.import_id,
    import_row.source_line,
    stg_import.newest,
    stg_import.instants,
    stg_import.source_id
from import_row
inner join stg_import using (import_id)
