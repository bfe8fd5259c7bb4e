-- What a burn-down can be drawn for: sprints, releases and the project as built, and
-- the epics and labels of the issues as they are today. Parameter: set_id.
with

member as (

    select 'epic' as kind, coalesce(epic_key, parent_key) as frame_id, *
    from mart.fct_issue
    where set_id = $set_id and is_counted and coalesce(epic_key, parent_key) is not null

    union all by name

    select 'label' as kind, unnest(list_distinct(labels)) as frame_id, *
    from mart.fct_issue
    where set_id = $set_id and is_counted

),

grouped as (

    select
        kind,
        frame_id,
        count(*) as items,
        count(*) filter (has_log) as logged_items,
        count(*) filter (has_uploads) as uploaded_items,
        min(created_day) as first_day
    from member
    group by 1, 2

),

titled as (

    select epic.issue_key, raw_issue.summary
    from mart.fct_issue as epic
    inner join raw_issue using (version_id)
    where
        epic.set_id = $set_id
        and epic.issue_key in (select frame_id from grouped where kind = 'epic')

)

select * exclude (set_id)
from mart.dim_frame
where set_id = $set_id

union all by name

select
    grouped.*,
    concat_ws(' ', grouped.frame_id, titled.summary) as name,
    case
        when logged_items = items then 'change log'
        when logged_items > 0 then 'mixed'
        when uploaded_items > 0 then 'between uploads'
        else 'reconstructed'
    end as evidence,
    project.known_from
from grouped
left join titled on grouped.kind = 'epic' and grouped.frame_id = titled.issue_key
left join (
    select known_from from mart.dim_frame where set_id = $set_id and kind = 'project'
) as project on true
