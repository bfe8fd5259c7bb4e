-- What two successive uploads of a register or money file say differently of a line:
-- a field that changed, a line that came (`appeared`) or went (`vanished`). Amounts of
-- lines with the same name are added up. A field that one of the two uploads does not
-- have at all tells nothing.
-- grain: line, upload, field
-- key: source_id, entity, line_key, to_import, field
with

held as (

    select
        stg_snapshot.source_id, stg_snapshot.place, import_row.import_id,
        import_row.version_id, import_row.source_line, import_row.table_name as entity
    from stg_snapshot
    inner join import_row using (import_id)
    where import_row.table_name in ('risk', 'commitment', 'budget_line', 'cost')

),

moving as (

    select held.source_id, held.entity, held.version_id
    from held
    inner join stg_snapshot using (import_id)
    group by all
    having count(distinct held.import_id) < any_value(stg_snapshot.uploads)

),

moving_key as (

    select distinct moving.source_id, moving.entity, line.line_key
    from moving
    inner join stg_register_line as line using (entity, version_id)

),

seen as (

    select
        held.source_id, held.entity, held.place, line.line_key,
        arg_max(line.version_id, held.source_line) as version_id,
        map_concat(
            arg_max(line.fields, held.source_line),
            map {'amount': sum(line.amount)::varchar}
        ) as fields
    from held
    inner join stg_register_line as line using (entity, version_id)
    semi join moving_key
        on
            held.source_id = moving_key.source_id
            and held.entity = moving_key.entity
            and line.line_key = moving_key.line_key
    group by 1, 2, 3, 4

),

filled as (

    select distinct source_id, entity, place, field
    from (
        select
            held.source_id, held.entity, held.place,
            unnest(
                map_entries(map_concat(
                    line.fields, map {'amount': line.amount::varchar}
                )),
                recursive := true
            )
        from held
        inner join stg_register_line as line using (entity, version_id)
    ) as told(source_id, entity, place, field, value)
    where value is not null

    union

    -- A column may be there and hold nothing.
    select stg_snapshot.source_id, held.entity, stg_snapshot.place, unnest(columns)
    from stg_snapshot
    inner join (select distinct source_id, entity from held) as held using (source_id)

),

ordered as (

    select
        seen.*,
        lag(place) over in_order as previous_place,
        lag(fields) over in_order as previous_fields,
        lag(version_id) over in_order as previous_version,
        lead(place) over in_order as next_place
    from seen
    window in_order as (partition by source_id, entity, line_key order by place)

),

changed as (

    select
        source_id, entity, line_key, previous_place as from_place, place as to_place,
        version_id, previous_fields, fields, unnest(map_keys(fields)) as field
    from ordered
    where version_id <> previous_version or fields <> previous_fields

)

select
    changed.source_id, changed.entity, changed.line_key,
    changed.field,
    changed.previous_fields[changed.field] as from_text,
    changed.fields[changed.field] as to_text,
    before.import_id as from_import, after.import_id as to_import,
    before.known_until as earliest_at, after.spoken_at as latest_at,
    changed.version_id
from changed
inner join stg_snapshot as before
    on changed.source_id = before.source_id and changed.from_place = before.place
inner join stg_snapshot as after
    on changed.source_id = after.source_id and changed.to_place = after.place
semi join filled as had
    on
        changed.source_id = had.source_id and changed.entity = had.entity
        and changed.from_place = had.place and changed.field = had.field
semi join filled as has
    on
        changed.source_id = has.source_id and changed.entity = has.entity
        and changed.to_place = has.place and changed.field = has.field
where
    changed.previous_fields[changed.field]
    is distinct from changed.fields[changed.field]

union all by name

select
    ordered.source_id, ordered.entity, ordered.line_key, 'appeared' as field,
    ordered.fields['amount'] as to_text,
    before.import_id as from_import, after.import_id as to_import,
    before.known_until as earliest_at, after.spoken_at as latest_at,
    ordered.version_id
from ordered
inner join stg_snapshot as after using (source_id, place)
inner join stg_snapshot as before
    on ordered.source_id = before.source_id and after.complete_before = before.place
where coalesce(ordered.previous_place, 0) < after.complete_before

union all by name

select
    ordered.source_id, ordered.entity, ordered.line_key, 'vanished' as field,
    ordered.fields['amount'] as from_text,
    before.import_id as from_import, after.import_id as to_import,
    before.known_until as earliest_at, after.spoken_at as latest_at,
    ordered.version_id
from ordered
inner join stg_snapshot as before using (source_id, place)
inner join stg_snapshot as after
    on ordered.source_id = after.source_id and before.complete_after = after.place
where ordered.next_place is null or ordered.next_place > before.complete_after
