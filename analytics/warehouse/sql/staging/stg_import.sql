-- Imports whose rows count now: of one source, those since its last complete file.
-- The last is the one that speaks of the latest day, in whatever order they came.
-- grain: import
-- key: import_id
with

ranked as (

    select
        *,
        row_number() over (order by spoken_at desc, import_id desc) as newest
    from stg_dated_import

),

complete as (

    select source_id, min(newest) as newest
    from ranked
    where not is_partial and not adds_up
    group by source_id

)

select ranked.*
from ranked
left join complete using (source_id)
where complete.newest is null or ranked.newest <= complete.newest
