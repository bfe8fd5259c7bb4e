-- What happened between two uploads of one source, as far as no change log tells it:
-- after `earliest_at` and not later than `latest_at`, the instants (UTC) the uploads
-- speak of. field is a column of the entity, or appeared or vanished. What a change log
-- tells to the instant is in no mart: see reads/changes.sql.
-- grain: entity, key, field, upload
-- key: entity, key, field, to_import
select
    'issue' as entity, issue_key as key, field, from_text, to_text,
    earliest_at, latest_at, 'between_imports' as evidence,
    from_import, to_import, version_id
from stg_issue_between
-- Whether it is a sub-task is no column of its own: its type or its parent tells.
where field <> 'subtask'

union all by name

select
    'issue' as entity, presence.issue_key as key,
    case when presence.is_there then 'appeared' else 'vanished' end as field,
    case when not presence.is_there then raw_issue.status end as from_text,
    case when presence.is_there then raw_issue.status end as to_text,
    presence.earliest_at, presence.latest_at, 'between_imports' as evidence,
    presence.from_import, presence.to_import, presence.version_id
from raw_issue
inner join stg_issue_presence as presence using (version_id)
left join stg_issue on presence.issue_key = stg_issue.issue_key
-- With a change log the moment of creation is known.
where not (presence.is_there and coalesce(stg_issue.has_log, false))

union all by name

select
    entity, line_key as key, field, from_text, to_text,
    earliest_at, latest_at, 'between_imports' as evidence,
    from_import, to_import, version_id
from stg_register_change
