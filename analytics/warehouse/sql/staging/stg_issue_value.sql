-- What a stored issue row is worth: its estimate, its remaining hours, its sprints.
-- grain: stored issue row
-- key: none
-- as: view
with

sprint_of_name as (

    select
        map_from_entries(list((name_key, sprint_id))) as ids,
        coalesce(bool_or(has_number), false) as has_numbers
    from (
        select
            lower(name) as name_key,
            min(sprint_id) as sprint_id,
            bool_or(sprint_number is not null) as has_number
        from (
            select name, sprint_id, sprint_number
            from dim_sprint
            where name is not null

            union all

            -- Some exports name a sprint by its number.
            select numbered.sprint_number, numbered.sprint_id, numbered.sprint_number
            from dim_sprint as numbered
            anti join dim_sprint as named
                on numbered.sprint_number = named.name
            where numbered.sprint_number is not null
        )
        group by 1
    )

),

point_field_name as (

    select list(field) as names
    from stg_number_field
    where is_story_points

),

chosen as (

    select
        raw_issue.*,
        coalesce(
            nullif(getvariable('point_field'), ''),
            list_filter(
                map_keys(numbers), lambda x: list_contains(point_field_name.names, x)
            )[1]
        ) as used_point_field
    from raw_issue
    cross join point_field_name

)

select
    chosen.*,
    numbers[used_point_field] as points,
    remaining_seconds / 3600.0 as hours,
    case
        when len(sprint_numbers) > 0 then sprint_numbers
        when not sprint_of_name.has_numbers
            then list_transform(sprints, lambda x: 'name:' || x)
        else list_transform(
            sprints, lambda x: coalesce(sprint_of_name.ids[lower(x)], 'name:' || x)
        )
    end as sprint_ids
from chosen
cross join sprint_of_name
