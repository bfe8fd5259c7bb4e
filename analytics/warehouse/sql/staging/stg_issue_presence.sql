-- Issues that came into the exports of a source, or left them, and between which two
-- uploads. What another source holds has not vanished, what one held is not new.
-- grain: issue, appearance or disappearance
-- key: none
with

moved as (

    select
        seen.source_id, seen.issue_key, true as is_there, seen.version_id,
        complete.import_id as from_import, snapshot.import_id as to_import,
        complete.known_until as earliest_at, snapshot.spoken_at as latest_at,
        seen.previous_place is not null as is_again
    from stg_issue_seen as seen
    inner join stg_snapshot as snapshot using (source_id, place)
    inner join stg_snapshot as complete
        on
            seen.source_id = complete.source_id
            and snapshot.complete_before = complete.place
    where coalesce(seen.previous_place, 0) < snapshot.complete_before

    union all by name

    select
        seen.source_id, seen.issue_key, false as is_there, seen.version_id,
        snapshot.import_id as from_import, complete.import_id as to_import,
        snapshot.known_until as earliest_at, complete.spoken_at as latest_at,
        false as is_again
    from stg_issue_seen as seen
    inner join stg_snapshot as snapshot using (source_id, place)
    inner join stg_snapshot as complete
        on
            seen.source_id = complete.source_id
            and snapshot.complete_after = complete.place
    where seen.next_place is null or seen.next_place > snapshot.complete_after

),

elsewhere as (

    select
        same.issue_key,
        stg_dated_import.source_id,
        min(stg_dated_import.spoken_at) as since,
        bool_or(stg_import.import_id is not null) as counts
    from (select * from raw_issue semi join moved using (issue_key)) as same
    inner join import_row using (version_id)
    inner join stg_dated_import using (import_id)
    left join stg_import using (import_id)
    where import_row.table_name = 'issue'
    group by 1, 2

)

select moved.*
from moved
where
    not exists (
        select 1
        from elsewhere
        where
            elsewhere.issue_key = moved.issue_key
            and elsewhere.source_id <> moved.source_id
            and case
                when moved.is_there then elsewhere.since <= moved.latest_at
                else elsewhere.counts
            end
    )
