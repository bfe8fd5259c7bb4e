-- What a burn-down can be drawn for: each sprint, each release, the project.
-- grain: frame
-- key: kind, frame_id
with

pair as (

    select distinct kind, frame_id, issue_key, true as has_log
    from stg_membership

    union all

    select
        'sprint' as kind, unnest(list_distinct(sprint_ids)) as frame_id, issue_key,
        false as has_log
    from fct_issue
    where not has_log and not is_subtask and not is_container

    union all

    select
        'release' as kind, unnest(list_distinct(fix_versions)) as frame_id, issue_key,
        false as has_log
    from fct_issue
    where not has_log and not is_subtask and not is_container

    union all

    select 'project' as kind, 'project' as frame_id, issue_key, false as has_log
    from fct_issue
    where not has_log and not is_subtask and not is_container

),

held as (

    select
        pair.kind,
        pair.frame_id,
        count(*) as items,
        count(*) filter (pair.has_log) as logged_items,
        min(fct_issue.created_day) as first_day
    from pair
    inner join fct_issue using (issue_key)
    group by 1, 2

)

select
    held.kind,
    held.frame_id,
    coalesce(dim_sprint.name, held.frame_id) as name,
    dim_sprint.state,
    dim_sprint.board_number,
    dim_sprint.goal,
    dim_sprint.start_at,
    coalesce(
        dim_sprint.complete_at,
        case when dim_sprint.state = 'closed' then dim_sprint.end_at end
    ) as close_at,
    dim_sprint.start_day,
    dim_sprint.end_before,
    coalesce(
        dim_sprint.complete_day,
        case when dim_sprint.state = 'closed' then dim_sprint.end_before - 1 end
    ) as close_day,
    held.items,
    held.logged_items,
    held.first_day,
    case
        when held.logged_items = 0 then 'reconstructed'
        when held.logged_items < held.items then 'mixed'
        else 'change log'
    end as evidence
from held
left join dim_sprint on held.kind = 'sprint' and held.frame_id = dim_sprint.sprint_id
