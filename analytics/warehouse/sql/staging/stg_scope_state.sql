-- What an issue is in each of its frames after each of its changes: whether it is in,
-- whether it is done, what it is worth. Before its first row it is not there. While it
-- is a sub-task that counts in its parent it is in no frame.
-- `place` orders the changes of all pairs, those of one pair behind each other.
-- grain: issue, frame, change
-- key: place
with

value_before as (

    select
        issue_key,
        arg_min(was_done, (changed_at, history_id, item_no))
            filter (kind = 'status') as is_done,
        arg_min(coalesce(old_value, 0), (changed_at, history_id, item_no))
            filter (kind = 'points') as points,
        arg_min(coalesce(old_value, 0), (changed_at, history_id, item_no))
            filter (kind = 'hours') as hours
    from stg_change
    group by 1

),

type_before as (

    select
        issue_key,
        arg_min(was_counted, (changed_at, history_id, item_no)) as is_counted
    from stg_type_change
    group by 1

),

opening as (

    select
        stg_opening.*,
        stg_issue.has_log,
        coalesce(type_before.is_counted, stg_issue.is_counted) as is_counted,
        coalesce(value_before.is_done, stg_issue.is_done) as is_done,
        coalesce(value_before.points, stg_issue.points, 0) as points,
        coalesce(value_before.hours, stg_issue.hours, 0) as hours
    from stg_opening
    inner join stg_issue using (issue_key)
    left join value_before using (issue_key)
    left join type_before using (issue_key)

),

entry as (

    select
        stg_pair.pair,
        stg_pair.is_in,
        opening.* exclude (issue_key, entered_at, project_entered_at, earliest_at),
        opening.earliest_at as came_after,
        coalesce(
            case
                when stg_pair.frame_kind = 'project' then opening.project_entered_at
                else opening.entered_at
            end,
            '1900-01-01'::timestamp
        ) as entered_at,
        case
            when
                stg_pair.frame_kind <> 'project'
                or opening.project_entered_at = opening.entered_at
                then opening.earliest_at
        end as earliest_at
    from stg_pair
    inner join opening using (issue_key)

),

happening as materialized (

    -- Held before it is sorted: while both go on, what the joins hold cannot go to the
    -- disk, and the memory of the warehouse may not do.
    select
        pair, version_id, 'issue' as source,
        entered_at as changed_at, earliest_at, 0 as step, '' as history_id,
        0 as item_no, 'created' as kind, is_in, is_counted,
        case
            when has_log then is_done else coalesce(first_done_at < entered_at, false)
        end as is_done,
        points,
        hours
    from entry

    union all by name

    -- What was done when it was first seen was finished when the file says so.
    select
        pair, version_id, 'issue' as source,
        first_done_at as changed_at,
        case when first_done_at = came_at then came_after end as earliest_at,
        3 as step, '' as history_id, 0 as item_no, 'status' as kind, true as is_done
    from entry
    where not has_log and first_done_at >= entered_at

    union all by name

    select
        stg_pair.pair, move.version_id, move.source,
        move.changed_at, move.earliest_at, 2 as step, move.history_id, move.item_no,
        'membership' as kind, move.is_in
    from stg_membership as move
    inner join stg_pair
        on
            move.kind = stg_pair.frame_kind
            and move.frame_id = stg_pair.frame_id
            and move.issue_key = stg_pair.issue_key
    where
        move.changed_at is not null
        and move.issue_key in (select issue_key from opening)

    union all by name

    select
        stg_pair.pair, turned.version_id, turned.source,
        turned.changed_at, turned.earliest_at, 2 as step, turned.history_id,
        turned.item_no, 'type' as kind, turned.is_counted
    from stg_type_change as turned
    inner join stg_pair using (issue_key)

    union all by name

    select
        stg_pair.pair,
        stg_change.version_id, stg_change.source, stg_change.changed_at,
        stg_change.earliest_at, stg_change.step, stg_change.history_id,
        stg_change.item_no, stg_change.kind,
        case when stg_change.kind = 'status' then stg_change.is_done end as is_done,
        case when stg_change.kind = 'points' then coalesce(new_value, 0) end as points,
        case when stg_change.kind = 'hours' then coalesce(new_value, 0) end as hours
    from stg_change
    inner join stg_pair using (issue_key)
    where stg_change.issue_key in (select issue_key from opening)

),

numbered as (

    select
        *,
        try_cast(history_id as bigint) as history_no
    from happening

),

placed as (

    -- Sorted once: the windows below go over the rows as they stand. In windows of
    -- its own for each pair DuckDB sorts slower, and holds more.
    select * exclude (step, history_no, history_id, item_no)
    from numbered
    order by
        pair, changed_at, step = 0 desc, history_no, history_id, step, item_no

),

begun as (

    select
        *,
        lag(pair) over () is distinct from pair as begins,
        row_number() over () as place
    from placed

),

-- Filled down: what is said is wrapped, so that it ends with its pair also where that
-- begins with nothing. One by one: DuckDB 1.5 mixes up several in one select.
filled_in as (

    select
        * replace (
            (last_value(
                case when begins or is_in is not null then {'it': is_in} end ignore nulls
            ) over so_far).it as is_in
        )
    from begun
    window so_far as (rows between unbounded preceding and current row)

),

filled_counted as (

    select
        * replace (
            (last_value(
                case when begins or is_counted is not null then {'it': is_counted} end
                ignore nulls
            ) over so_far).it as is_counted
        )
    from filled_in
    window so_far as (rows between unbounded preceding and current row)

),

filled_done as (

    select
        * replace (
            (last_value(
                case when begins or is_done is not null then {'it': is_done} end ignore nulls
            ) over so_far).it as is_done
        )
    from filled_counted
    window so_far as (rows between unbounded preceding and current row)

),

filled_points as (

    select
        * replace (
            (last_value(
                case when begins or points is not null then {'it': points} end ignore nulls
            ) over so_far).it as points
        )
    from filled_done
    window so_far as (rows between unbounded preceding and current row)

)

select
    pair, version_id, source, changed_at, earliest_at,
    kind, place, is_in and is_counted as is_in, is_done, points,
    (last_value(
        case when begins or hours is not null then {'it': hours} end ignore nulls
    ) over so_far).it as hours
from filled_points
window so_far as (rows between unbounded preceding and current row)
