-- Entries of change logs whose ids are texts, with a number that keeps their order: it
-- is larger than the ids that are numbers.
-- grain: id that is a text
-- key: history_id
select
    history_id,
    4611686018427387904 + row_number() over (order by history_id) as history_no
from (
    select distinct event.history_id
    from import_row
    inner join (
        select version_id, history_id
        from raw_issue_event
        where history_id is not null and try_cast(history_id as bigint) is null
    ) as event using (version_id)
    semi join active_import using (import_id)
    where import_row.table_name = 'issue_event'
)
