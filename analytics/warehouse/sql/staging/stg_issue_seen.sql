-- In which upload of a source an issue was seen, with which content, of issues that
-- are not the same in all of them; what was seen before and when it was seen next.
-- grain: issue, upload
-- key: source_id, issue_key, place
with

moving as (

    -- A row that stands in every upload says nothing about change.
    select stg_snapshot.source_id, import_row.version_id
    from import_row
    inner join stg_snapshot using (import_id)
    where import_row.table_name = 'issue'
    group by 1, 2
    having count(distinct import_row.import_id) < any_value(stg_snapshot.uploads)

),

moving_key as (

    select distinct moving.source_id, raw_issue.issue_key
    from raw_issue
    inner join moving using (version_id)

),

seen as (

    select
        stg_snapshot.source_id,
        raw_issue.issue_key,
        stg_snapshot.place,
        arg_max(raw_issue.version_id, import_row.source_line) as version_id
    from raw_issue
    inner join import_row using (version_id)
    inner join stg_snapshot using (import_id)
    semi join moving_key
        on
            stg_snapshot.source_id = moving_key.source_id
            and raw_issue.issue_key = moving_key.issue_key
    where import_row.table_name = 'issue'
    group by 1, 2, 3

)

select
    *,
    lag(version_id) over in_order as previous_version,
    lag(place) over in_order as previous_place,
    lead(place) over in_order as next_place
from seen
window in_order as (partition by source_id, issue_key order by place)
