-- Sprints with their days in the project's time zone; `end_before` is the first day
-- after the planned end.
-- grain: sprint
-- key: sprint_id
with

local as (

    select
        stg_sprint.*,
        timezone(getvariable('time_zone'), timezone('UTC', start_at)) as start_local,
        timezone(getvariable('time_zone'), timezone('UTC', end_at)) as end_local,
        timezone(getvariable('time_zone'), timezone('UTC', complete_at))
            as complete_local
    from stg_sprint

)

select
    * exclude (start_local, end_local, complete_local),
    start_local::date as start_day,
    case
        when end_local = date_trunc('day', end_local) then end_local::date
        else end_local::date + 1
    end as end_before,
    complete_local::date as complete_day
from local
