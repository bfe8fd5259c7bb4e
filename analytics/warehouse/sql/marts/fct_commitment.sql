-- The commitment lines of every file that counts now, one row per line of a file.
-- grain: line of a file
-- key: none
select
    raw_commitment.* exclude (project_id, row_hash),
    stg_row.import_id,
    stg_row.source_line
from stg_row
inner join raw_commitment using (version_id)
where stg_row.table_name = 'commitment'
