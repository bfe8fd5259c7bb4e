-- Types of issues, in lower case, and whether they are part of another issue: what most
-- issues of that type are, and what the name says where none has it any more.
-- grain: type
-- key: issue_type
with

seen as (

    select issue_type, coalesce(is_subtask, false)::integer as is_subtask
    from stg_issue_row

    union all by name

    select unnest([from_text, to_text]) as issue_type
    from stg_event_row
    where field = 'issue_type'

)

select
    lower(seen.issue_type) as issue_type,
    coalesce(
        avg(seen.is_subtask) > 0.5,
        regexp_matches(lower(seen.issue_type), getvariable('subtask_words'))
    ) as is_subtask
from seen
where seen.issue_type is not null
group by lower(seen.issue_type)
