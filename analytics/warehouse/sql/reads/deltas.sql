-- The ledger of one frame, or of all of a kind where frame_id is null: what the change
-- log tells, and what may be said without. Of an issue without a change log in a source
-- that was uploaded once only today's scope is known: it opens every sprint and release
-- and is burnt on the day each issue was done; an issue that is done without a date
-- counts as done from the start. Parameters: set_id, kind, frame_id, and the filters.
with

frame as (

    select * from mart.dim_frame
    where
        set_id = $set_id
        and kind = $kind
        and frame_id = coalesce($frame_id::varchar, frame_id)

),

shown as not materialized (

    -- Asked twice; held in between it would be all issues, and each finds its own.
    select *
    from (
        select * from mart.fct_issue where set_id = $set_id
        union all by name
        select * from mart.fct_vanished_issue where set_id = $set_id
    )
    where
        (len($team) = 0 or list_contains($team, team))
        and (len($issue_type) = 0 or list_contains($issue_type, issue_type))
        and (len($epic) = 0 or list_contains($epic, coalesce(epic_key, parent_key)))
        and (len($label) = 0 or list_has_any($label, labels))

),

member as (

    select
        *,
        unnest(list_distinct(case
            when $kind = 'sprint' then sprint_ids
            when $kind = 'release' then fix_versions
            else (select list(frame_id) from frame)
        end)) as frame_id
    from shown
    where
        not has_log and not has_uploads
        and (is_counted or counted_until is not null)

),

unlogged as (

    select
        frame.frame_id,
        shown.issue_key,
        shown.version_id,
        coalesce(shown.points, 0) as points,
        coalesce(shown.hours, 0) as hours,
        frame.kind,
        frame.start_at,
        frame.close_at,
        case
            when frame.kind = 'sprint' then frame.start_at
            when frame.kind = 'project' and shown.created_at is not null
                then shown.created_at
            else '1900-01-01'::timestamp
        end as entered_at,
        case
            when shown.is_done
                then coalesce(shown.done_at, '1900-01-01'::timestamp)
        end as done_at
    from member as shown
    inner join frame using (frame_id)
    where
        (frame.kind <> 'sprint' or frame.start_at is not null)
        and (
            shown.is_counted
            or (
                frame.kind = 'sprint'
                and coalesce(frame.close_at, frame.end_before) <= shown.counted_until
            )
        )

),

entering as (

    select
        *,
        coalesce(done_at <= entered_at, false) as comes_done
    from unlogged
    where kind <> 'sprint' or done_at is null or done_at > start_at

),

reconstructed as (

    select
        frame_id, issue_key, version_id, 'issue' as source,
        entered_at as changed_at, null::timestamp as earliest_at,
        case when kind = 'sprint' then 'initial' else 'added' end as ledger,
        case when comes_done then 0 else points end as points,
        case when comes_done then 0 else 1 end as items,
        case when comes_done then 0 else hours end as hours,
        case when comes_done then points else 0 end as done_points,
        case when comes_done then 1 else 0 end as done_items,
        case when comes_done then hours else 0 end as done_hours
    from entering

    union all

    select
        frame_id, issue_key, version_id, 'issue' as source, done_at as changed_at,
        null::timestamp as earliest_at,
        'completed' as ledger,
        -points as points, -1 as items, -hours as hours,
        points as done_points, 1 as done_items, hours as done_hours
    from entering
    where done_at > entered_at and (close_at is null or done_at <= close_at)

),

told as (

    select
        frame_id, issue_key, version_id, source, changed_at, earliest_at, ledger,
        points, items, hours, done_points, done_items, done_hours
    from mart.fct_scope_delta
    where
        set_id = $set_id
        and frame_kind = $kind
        and frame_id = coalesce($frame_id::varchar, frame_id)

),

logged as (

    -- Of all issues only those of the frame are looked at: that takes half the time.
    select told.*
    from told
    semi join (
        select shown.issue_key
        from shown
        semi join told using (issue_key)
    ) as counted using (issue_key)

),

together as (

    select * from logged

    union all

    select * from reconstructed

)

select
    frame_id,
    issue_key,
    version_id,
    source as table,
    changed_at as at,
    case
        when $time_zone = 'UTC' then date_trunc('day', changed_at)
        else date_trunc('day', timezone($time_zone, timezone('UTC', changed_at)))
    end::timestamp as day,
    -- The first day at whose end it can have happened; null where that is its day.
    date_trunc(
        'day',
        timezone($time_zone, timezone('UTC', earliest_at + interval 1 second))
    )::timestamp as earliest,
    ledger, points, items, hours, done_points, done_items, done_hours
from together
order by changed_at, issue_key, version_id
