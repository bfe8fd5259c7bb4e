-- Sprints with their dates, from sprint files, issue files and typed settings.
-- grain: sprint
-- key: sprint_id
with

stored as (

    select
        raw_sprint.*,
        stg_row.import_id,
        stg_row.instants,
        row_number() over (
            partition by coalesce(raw_sprint.sprint_number, lower(raw_sprint.name))
            order by
                (raw_sprint.start_at is null), stg_row.newest, stg_row.source_line desc
        ) as place
    from raw_sprint
    inner join stg_row using (version_id)
    where stg_row.table_name = 'sprint'

),

instant as (

    select
        sprint_number,
        name,
        state,
        board_number,
        goal,
        version_id,
        case
            when instants = 'utc' then start_at
            else timezone('UTC', timezone(getvariable('time_zone'), start_at))
        end as start_at,
        case
            when instants = 'utc' then end_at
            else timezone('UTC', timezone(getvariable('time_zone'), end_at))
        end as end_at,
        case
            when instants = 'utc' then complete_at
            else timezone('UTC', timezone(getvariable('time_zone'), complete_at))
        end as complete_at
    from stored
    where place = 1

),

typed as (

    select
        name,
        timezone('UTC', timezone(getvariable('time_zone'), starts_on::timestamp))
            as start_at,
        timezone('UTC', timezone(getvariable('time_zone'), ends_before::timestamp))
            as end_at
    from sprint_date

),

numbered as (

    select
        instant.sprint_number as sprint_id,
        instant.sprint_number,
        instant.name,
        instant.state,
        instant.board_number,
        instant.goal,
        instant.version_id,
        coalesce(typed.start_at, instant.start_at, byname.start_at) as start_at,
        coalesce(typed.end_at, instant.end_at, byname.end_at) as end_at,
        coalesce(instant.complete_at, byname.complete_at) as complete_at
    from instant
    left join typed on lower(instant.name) = lower(typed.name)
    left join instant as byname
        on
            byname.sprint_number is null
            and lower(byname.name) = lower(instant.name)
    where instant.sprint_number is not null

),

mentioned as (

    select distinct unnest(sprints) as name
    from (select distinct sprints from stg_issue_row)

    union

    select distinct unnest(raw_issue.sprints) as name
    from raw_issue
    semi join stg_issue_seen using (version_id)

    union

    select name from typed

    union

    select name from instant where sprint_number is null

),

unnumbered as (

    select
        'name:' || mentioned.name as sprint_id,
        mentioned.name,
        instant.state,
        instant.board_number,
        instant.goal,
        instant.version_id,
        coalesce(typed.start_at, instant.start_at) as start_at,
        coalesce(typed.end_at, instant.end_at) as end_at,
        instant.complete_at
    from mentioned
    left join instant
        on
            instant.sprint_number is null
            and lower(instant.name) = lower(mentioned.name)
    left join typed on lower(typed.name) = lower(mentioned.name)
    where
        not exists (
            select 1 from numbered
            where
                lower(numbered.name) = lower(mentioned.name)
                or numbered.sprint_number = mentioned.name
        )

),

combined as (

    select * from numbered

    union all by name

    select * from unnumbered

)

select *
from combined
qualify row_number() over (partition by sprint_id order by start_at) = 1
