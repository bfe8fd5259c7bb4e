-- What an issue is before and after each of its changes: whether it is done, what it is
-- worth, whether it counts for its type. Kept are changes that make a difference, or
-- lie between two uploads. Where an issue comes in, and where it moves into a frame or
-- out of it, is a change too: `is_move`; `pair` says which frame, null: all that
-- `of_project` admits.
-- `place` orders the changes of all issues, those of one issue behind each other; the
-- numbers of a slice begin where no slice before it can have come to.
-- grain: issue, change
-- key: place
-- as: slices
with

placed as (

    -- Sorted once: the windows below go over the rows as they stand. In windows of
    -- its own for each issue DuckDB sorts slower, and holds more.
    select * exclude (history_no, step, item_no)
    from stg_issue_happening
    order by issue_no, changed_at, history_no, step, item_no

),

-- Filled down: each issue begins with a row that says all. One by one: DuckDB 1.5 mixes
-- up several in one select.
filled_counted as (

    select
        * replace (last_value(is_counted ignore nulls) over so_far as is_counted),
        getvariable('slice_from')::bigint * 1_000_000 + row_number() over () as place,
        lag(issue_no) over () is distinct from issue_no as begins
    from placed
    window so_far as (rows between unbounded preceding and current row)

),

filled_done as (

    select * replace (last_value(is_done ignore nulls) over so_far as is_done)
    from filled_counted
    window so_far as (rows between unbounded preceding and current row)

),

filled_points as (

    select * replace (last_value(points ignore nulls) over so_far as points)
    from filled_done
    window so_far as (rows between unbounded preceding and current row)

),

filled as (

    select * replace (last_value(hours ignore nulls) over so_far as hours)
    from filled_points
    window so_far as (rows between unbounded preceding and current row)

),

stepped as (

    select
        * exclude (begins),
        case when begins then is_counted else lag(is_counted) over () end
            as was_counted,
        case when begins then is_done else lag(is_done) over () end as was_done,
        case when begins then points else lag(points) over () end as old_points,
        case when begins then hours else lag(hours) over () end as old_hours
    from filled

)

select *
from stepped
where
    is_move
    or earliest_at is not null
    or is_counted <> was_counted
    or is_done <> was_done
    or points <> old_points
    or hours <> old_hours
