-- What counts through its children, and the moment at which the first of them came:
-- when it was linked, as a change log or two uploads tell, else when it was created. A
-- sub-task makes no parent of this kind: it counts in it.
-- grain: parent
-- key: issue_key
with

child as (

    select
        issue_key, version_id, created_at,
        unnest(list_distinct([
            epic_key, case when not coalesce(is_subtask, false) then parent_key end
        ])) as parent_key
    from stg_issue_utc

),

linked as (

    select child.parent_key, child.issue_key, event.changed_at, null as earliest_at
    from child
    inner join stg_event_row as event using (issue_key)
    where
        event.field in ('epic', 'parent')
        and child.parent_key in (event.to_text, event.to_id)

    union all

    select to_text, issue_key, latest_at, earliest_at
    from stg_issue_between
    where field in ('epic', 'parent') and to_text is not null

),

came as (

    select
        child.parent_key, child.version_id,
        coalesce(
            min(linked.changed_at), any_value(child.created_at), '1900-01-01'::timestamp
        ) as came_at,
        arg_min(linked.earliest_at, linked.changed_at) as earliest_at
    from child
    left join linked using (parent_key, issue_key)
    where child.parent_key is not null
    group by child.parent_key, child.issue_key, child.version_id

)

select
    parent_key as issue_key,
    arg_min(version_id, (came_at, version_id)) as version_id,
    arg_min(earliest_at, (came_at, version_id)) as earliest_at,
    min(came_at) as came_at
from came
group by parent_key
