-- Field changes of issues, each once however many files hold it. Left out are fields
-- that no model asks for: often they are most of a log.
-- `history_no` orders those of one instant: by number, then by the texts that some
-- trackers have instead.
-- grain: field change
-- key: none
with

asked as materialized (

    select
        *,
        -- Equal changes have equal marks; the few others that share one are told
        -- apart below. To sort a million changes for it costs six times as much.
        hash(
            issue_key, changed_at, coalesce(history_id, ''), field, field_name,
            coalesce(from_id, from_text, ''), coalesce(to_id, to_text, '')
        ) as mark
    from stg_event
    where
        field not in (
            'other', 'key', 'project', 'resolution', 'labels', 'component', 'spent',
            'original_estimate'
        )

),

doubtful as (

    select mark
    from asked
    group by mark
    having count(*) > 1

),

single as (

    select * exclude (mark, newest)
    from asked
    anti join doubtful using (mark)

    union all

    select * exclude (mark, newest)
    from asked
    semi join doubtful using (mark)
    qualify
        row_number() over (
            partition by
                issue_key, changed_at, coalesce(history_id, ''), field, field_name,
                coalesce(from_id, from_text, ''), coalesce(to_id, to_text, '')
            order by newest nulls last, version_id
        ) = 1

)

select
    single.* exclude (history_id),
    coalesce(try_cast(single.history_id as bigint), text.history_no) as history_no
from single
left join stg_history_text as text using (history_id)
