-- Imports whose rows count, newest first: what plain tables are read through.
-- grain: import
-- key: import_id
select import_id, newest, instants, source_id
from stg_import
