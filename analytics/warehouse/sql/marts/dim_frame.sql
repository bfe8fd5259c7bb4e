-- What a burn-down can be drawn for: each sprint, each release, the project.
-- grain: frame
-- key: kind, frame_id
with

held as (

    select
        stg_membership.kind,
        stg_membership.frame_id,
        count(distinct stg_membership.issue_key) as items,
        count(distinct stg_membership.issue_key) filter (fct_issue.has_log)
            as logged_items,
        min(fct_issue.created_day) as first_day
    from stg_membership
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
