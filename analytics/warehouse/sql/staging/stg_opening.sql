-- The first state of each issue whose history is known: from when on it is there, and
-- when it was done if it was done by then. With a change log it is there from its
-- creation. Without one it stands in the first upload as it is, or came between two:
-- then it entered not later than the second; the project it entered when it was
-- created, where that lies between. Left out are issues that never count: sub-tasks
-- that count in their parents, and what counts through its children.
-- grain: issue
-- key: issue_no
with

first_seen as (

    select
        seen.issue_key,
        arg_min(seen.version_id, snapshot.spoken_at) as version_id,
        arg_min(snapshot.instants, snapshot.spoken_at) as instants
    from stg_issue_seen as seen
    inner join stg_snapshot as snapshot using (source_id, place)
    group by 1

),

came as (

    select
        issue_key,
        arg_min(earliest_at, latest_at) as earliest_at,
        min(latest_at) as latest_at
    from stg_issue_presence
    where is_there and not is_again
    group by 1

),

stamped as (

    select
        stg_issue.issue_key,
        coalesce(stg_status.is_done, false) as is_done,
        coalesce(first.status_category_changed_at, first.resolved_at) as done_local,
        coalesce(first_seen.instants, stg_issue_best.instants) = 'utc' as is_utc
    from stg_issue
    inner join stg_issue_best using (issue_key)
    left join first_seen on stg_issue.issue_key = first_seen.issue_key
    inner join raw_issue as first
        on coalesce(first_seen.version_id, stg_issue.version_id) = first.version_id
    left join stg_status on first.status = stg_status.status
    where stg_issue.has_uploads

),

first_state as (

    select
        issue_key,
        is_done,
        case
            when is_utc then done_local
            else timezone('UTC', timezone(getvariable('time_zone'), done_local))
        end as done_at
    from stamped

)

select
    row_number() over () as issue_no,
    stg_issue.issue_key,
    stg_issue.version_id,
    stg_issue.has_log,
    stg_issue.is_counted,
    stg_issue.is_done,
    stg_issue.points,
    stg_issue.hours,
    stg_issue.used_point_field,
    case
        when stg_issue.has_log or came.latest_at is null then stg_issue.created_at
        else came.latest_at
    end as entered_at,
    case
        when
            stg_issue.has_log or came.latest_at is null
            or stg_issue.created_at > came.earliest_at
            then stg_issue.created_at
        else came.latest_at
    end as project_entered_at,
    case
        when not stg_issue.has_log and came.latest_at is not null
            then greatest(came.earliest_at, stg_issue.created_at)
    end as earliest_at,
    came.latest_at as came_at,
    case
        when not coalesce(first_state.is_done, false) then null
        when came.latest_at is null or first_state.done_at <= came.earliest_at
            then
                coalesce(
                    first_state.done_at, stg_issue.created_at, '1900-01-01'::timestamp
                )
        when
            first_state.done_at is not null
            or stg_issue.created_at > came.earliest_at
            then came.latest_at
        else '1900-01-01'::timestamp
    end as first_done_at
from stg_issue
left join first_state on stg_issue.issue_key = first_state.issue_key
left join came on stg_issue.issue_key = came.issue_key
where
    (stg_issue.has_log or stg_issue.has_uploads)
    and (
        stg_issue.is_counted
        or stg_issue.issue_key in (select issue_key from stg_type_change)
    )
