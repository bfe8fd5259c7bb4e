-- Issues as their best row has them, with every instant in UTC: files without a zone
-- speak in that of the project.
-- grain: issue
-- key: issue_key
-- as: view
with

instant as (

    select
        stg_issue_value.*,
        stg_issue_best.* exclude (version_id, issue_key),
        instants = 'utc' or getvariable('time_zone') = 'UTC' as is_utc
    from stg_issue_best
    inner join stg_issue_value using (version_id)

)

select
    * replace (
        case when is_utc then created_at
            else timezone('UTC', timezone(getvariable('time_zone'), created_at))
        end as created_at,
        case when is_utc then updated_at
            else timezone('UTC', timezone(getvariable('time_zone'), updated_at))
        end as updated_at,
        case when is_utc then resolved_at
            else timezone('UTC', timezone(getvariable('time_zone'), resolved_at))
        end as resolved_at,
        case when is_utc then status_category_changed_at
            else timezone(
                'UTC', timezone(getvariable('time_zone'), status_category_changed_at)
            )
        end as status_category_changed_at
    )
from instant
