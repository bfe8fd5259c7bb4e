-- Links of work items as the newest file of each item lists them, and those that its
-- change log has made and not taken away again. `words` is what is said of the link
-- from the item, in lower case; `linked_at` is known from a change log only.
-- grain: item, other item, words, type, direction
-- key: none
with

listed as (

    select
        link.issue_key,
        link.linked_key,
        lower(coalesce(link.link_text, '')) as words,
        lower(coalesce(link.link_type, '')) as link_type,
        link.direction,
        null::timestamp as linked_at,
        link.version_id,
        'issue_link' as source
    from raw_issue_link as link
    inner join stg_row using (version_id)
    inner join stg_issue_best as best
        on link.issue_key = best.issue_key and stg_row.import_id = best.import_id
    where stg_row.table_name = 'issue_link'

),

logged as (

    select
        issue_key,
        coalesce(to_id, from_id) as linked_key,
        lower(regexp_replace(coalesce(to_text, from_text, ''), '\s*\S+$', ''))
            as words,
        '' as link_type,
        null as direction,
        changed_at as linked_at,
        version_id,
        'issue_event' as source,
        to_id is not null as is_there
    from stg_event_row
    where field = 'link'
    qualify
        row_number() over (
            partition by issue_key, coalesce(to_id, from_id), words
            order by changed_at desc, history_no desc, item_no desc
        ) = 1

)

select *
from listed

union all by name

select * exclude (is_there)
from logged
where is_there
