-- What two successive uploads of a source say differently of an issue, field by field:
-- it changed after `earliest_at` and not later than `latest_at`. A field that one of
-- the two uploads does not have tells nothing.
-- grain: issue, upload, field
-- key: source_id, issue_key, to_import, field
with

pair as (

    select
        seen.source_id, seen.issue_key, seen.version_id, seen.previous_version,
        before.import_id as from_import, after.import_id as to_import,
        before.known_until as earliest_at, after.spoken_at as latest_at
    from stg_issue_seen as seen
    inner join stg_snapshot as after using (source_id, place)
    inner join stg_snapshot as before
        on seen.source_id = before.source_id and seen.previous_place = before.place
    where seen.version_id <> seen.previous_version

),

held as (

    select import_row.import_id, import_row.version_id
    from import_row
    semi join (
        select from_import as import_id from pair
        union
        select to_import from pair
    ) as compared using (import_id)
    where import_row.table_name = 'issue'

),

worth as (

    -- What is compared only: a first upload has nothing, and is not read for it.
    select stg_issue_value.*
    from stg_issue_value
    semi join held using (version_id)

),

filled as (

    select
        held.import_id,
        bool_or(status is not null) as status,
        bool_or(points is not null) as points,
        bool_or(hours is not null) as hours,
        bool_or(len(sprint_ids) > 0) as sprint,
        bool_or(len(fix_versions) > 0) as release,
        bool_or(parent_key is not null) as parent,
        bool_or(epic_key is not null) as epic,
        bool_or(assignee is not null) as assignee,
        bool_or(issue_type is not null) as issue_type,
        bool_or(is_subtask is not null) as subtask,
        bool_or(priority is not null) as priority,
        bool_or(due_on is not null) as due_on
    from held
    inner join worth using (version_id)
    group by 1

),

has_field as (

    -- An upload has a field where it has its column, or at least one value of it.
    select
        filled.import_id,
        map {
            'status': status or list_contains(columns, 'status'),
            'points': points,
            'hours': hours or list_contains(columns, 'remaining_seconds'),
            'sprint': sprint or list_contains(columns, 'sprints'),
            'release': release or list_contains(columns, 'fix_versions'),
            'parent': parent or list_contains(columns, 'parent_key'),
            'epic': epic or list_contains(columns, 'epic_key'),
            'assignee': assignee or list_contains(columns, 'assignee'),
            'issue_type': issue_type or list_contains(columns, 'issue_type'),
            'subtask': subtask,
            'priority': priority or list_contains(columns, 'priority'),
            'due_on': due_on or list_contains(columns, 'due_on')
        } as fields
    from filled
    inner join stg_snapshot using (import_id)

),

told as (

    select
        pair.*,
        unnest([
            ('status', was.status, now.status, null, null),
            ('points', was.points::varchar, now.points::varchar, null, null),
            ('hours', was.hours::varchar, now.hours::varchar, null, null),
            (
                'sprint', nullif(array_to_string(was.sprints, ', '), ''),
                nullif(array_to_string(now.sprints, ', '), ''),
                coalesce(was.sprint_ids, []), coalesce(now.sprint_ids, [])
            ),
            (
                'release', nullif(array_to_string(was.fix_versions, ', '), ''),
                nullif(array_to_string(now.fix_versions, ', '), ''),
                coalesce(was.fix_versions, []), coalesce(now.fix_versions, [])
            ),
            ('parent', was.parent_key, now.parent_key, null, null),
            ('epic', was.epic_key, now.epic_key, null, null),
            ('assignee', was.assignee, now.assignee, null, null),
            ('issue_type', was.issue_type, now.issue_type, null, null),
            (
                'subtask', coalesce(was.is_subtask, false)::varchar,
                coalesce(now.is_subtask, false)::varchar, null, null
            ),
            ('priority', was.priority, now.priority, null, null),
            ('due_on', was.due_on::varchar, now.due_on::varchar, null, null)
        ]::struct(
            field varchar, from_text varchar, to_text varchar,
            from_ids varchar[], to_ids varchar[]
        )[]) as change
    from pair
    inner join worth as was on pair.previous_version = was.version_id
    inner join worth as now on pair.version_id = now.version_id

)

select told.* exclude (change), change.*
from told
inner join has_field as had on told.from_import = had.import_id
inner join has_field as has on told.to_import = has.import_id
where
    had.fields[change.field]
    and has.fields[change.field]
    and case
        when change.from_ids is null
            then change.from_text is distinct from change.to_text
        else list_sort(change.from_ids) <> list_sort(change.to_ids)
    end
