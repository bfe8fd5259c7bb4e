-- What a stored issue row is worth: its estimate, its remaining hours, its sprints.
-- grain: stored issue row
-- key: none
-- as: view
with

chosen as (

    select
        raw_issue.*,
        stg_meaning.sprint_of_name,
        stg_meaning.has_numbers,
        coalesce(
            nullif(getvariable('point_field'), ''),
            list_filter(
                map_keys(numbers), lambda x: list_contains(stg_meaning.point_fields, x)
            )[1]
        ) as used_point_field
    from raw_issue
    cross join stg_meaning

)

select
    * exclude (sprint_of_name, has_numbers),
    numbers[used_point_field] as points,
    remaining_seconds / 3600.0 as hours,
    case
        when len(sprint_numbers) > 0 then sprint_numbers
        when not has_numbers then list_transform(sprints, lambda x: 'name:' || x)
        else list_transform(
            sprints, lambda x: coalesce(sprint_of_name[lower(x)], 'name:' || x)
        )
    end as sprint_ids
from chosen
