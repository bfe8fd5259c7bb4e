-- The board column of each status, where a board was imported. Of several boards the
-- one counts that shows most of the statuses in use.
-- grain: status
-- key: status
with

seen as (

    select status, status_number
    from stg_issue_row

    union

    select to_text as status, to_id as status_number
    from stg_event_row
    where field = 'status'

    union

    select from_text as status, from_id as status_number
    from stg_event_row
    where field = 'status'

    union

    select stg_status.status, raw_status.status_number
    from stg_row
    inner join raw_status using (version_id)
    inner join stg_status on lower(raw_status.name) = lower(stg_status.status)
    where stg_row.table_name = 'status'

),

shown as (

    select distinct
        seen.status,
        raw_board_column.board_number,
        raw_board_column.position,
        raw_board_column.column_name
    from stg_row
    inner join raw_board_column using (version_id)
    inner join seen using (status_number)
    where stg_row.table_name = 'board_column' and seen.status is not null

),

board as (

    select coalesce(board_number, '') as board_number
    from shown
    group by 1
    order by count(distinct status) desc, board_number
    limit 1

)

select
    shown.status,
    shown.position::bigint as position,
    shown.column_name
from shown
inner join board on coalesce(shown.board_number, '') = board.board_number
qualify row_number() over (partition by shown.status order by shown.position desc) = 1
