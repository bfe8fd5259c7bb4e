-- Imports whose rows count now: of one source, those since its last complete file.
-- grain: import
-- key: import_id
with

complete as (

    select source_id, max(import_id) as import_id
    from active_import
    where
        not is_partial
        and kind not in ('sprints', 'statuses', 'issue changes')
    group by source_id

)

select
    active_import.*,
    row_number() over (
        order by
            coalesce(active_import.as_of, active_import.imported_at) desc,
            active_import.import_id desc
    ) as newest
from active_import
left join complete using (source_id)
where complete.import_id is null or active_import.import_id >= complete.import_id
