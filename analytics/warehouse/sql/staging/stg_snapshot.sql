-- The uploads of each source that was uploaded more than once, in the order of the
-- days they speak of. `complete_before` and `complete_after` are the places of the
-- nearest complete uploads: only those can say that something was not there.
-- grain: import
-- key: import_id
with

placed as (

    select
        import_id, source_id, kind, known_until, spoken_at, instants, is_partial,
        list_transform(headers, lambda x: x[1]) as columns,
        count(*) over (partition by source_id) as uploads,
        row_number() over (
            partition by source_id order by spoken_at, import_id
        ) as place
    from stg_dated_import
    where not adds_up

)

select
    *,
    max(place) filter (not is_partial) over (
        partition by source_id order by place
        rows between unbounded preceding and 1 preceding
    ) as complete_before,
    min(place) filter (not is_partial) over (
        partition by source_id order by place
        rows between 1 following and unbounded following
    ) as complete_after
from placed
where uploads > 1
