-- What happened, newest first: told by a change log, or lying between two uploads.
-- Parameters: set_id, entity (null: all), most.
with

logged as (

    select
        'issue' as entity,
        event.issue_key as key,
        case event.field
            when 'number' then event.field_name
            when 'remaining' then 'hours'
            when 'fix_version' then 'release'
            else event.field
        end as field,
        coalesce(event.from_text, event.from_id) as from_text,
        coalesce(event.to_text, event.to_id) as to_text,
        event.changed_at as earliest_at,
        event.changed_at as latest_at,
        'logged' as evidence,
        min(import_row.import_id) as from_import,
        min(import_row.import_id) as to_import,
        min(event.version_id) as version_id
    from mart.dim_import
    inner join import_row using (import_id)
    inner join raw_issue_event as event using (version_id)
    where
        dim_import.set_id = $set_id
        and import_row.table_name = 'issue_event'
        and event.changed_at is not null
        and coalesce($entity::varchar, 'issue') = 'issue'
    group by
        event.issue_key, event.history_id, event.item_no, event.field,
        event.field_name, event.from_id, event.to_id, event.from_text,
        event.to_text, event.changed_at

),

together as (

    select *
    from logged

    union all by name

    select * exclude (set_id)
    from mart.fct_change
    where set_id = $set_id and entity = coalesce($entity::varchar, entity)

)

select *
from together
order by latest_at desc, entity, key, field
limit $most
