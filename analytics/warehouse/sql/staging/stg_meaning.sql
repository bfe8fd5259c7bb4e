-- What names mean that issues have their values under: the fields of story points, and
-- the sprint of each name. A table of one row costs a plan nothing.
-- grain: project
-- key: none
select
    (select list(field) from stg_number_field where is_story_points) as point_fields,
    map_from_entries(list((name_key, sprint_id))) as sprint_of_name,
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
