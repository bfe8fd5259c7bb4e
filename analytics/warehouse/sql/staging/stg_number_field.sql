-- Estimate-like fields by name, and whether they are story points by that name.
-- Effort, Estimate, Size and Weight are the points of tools whose own fields they are;
-- in Jira they are anybody's custom field.
-- grain: field
-- key: field
with

named as (

    select
        numbered.field,
        bool_or(regexp_matches(active_import.importer, '^(azure|github|gitlab|linear)'))
            as is_tools_own
    from (
        select unnest(fields) as field, import_id
        from (
            select distinct map_keys(numbers) as fields, import_id
            from stg_issue_row
        )

        union all

        -- A field can have had another name in an earlier upload.
        select unnest(map_keys(raw_issue.numbers)), stg_snapshot.import_id
        from raw_issue
        inner join stg_issue_seen using (version_id)
        inner join stg_snapshot using (source_id, place)
    ) as numbered
    inner join active_import using (import_id)
    group by 1

)

select
    field,
    regexp_matches(
        replace(lower(field), '_', ' '),
        'story[ -]?(point|punkt)|puntos? de historia|pontos? d[ae] hist|hist[oó]ri[ac]'
        || '|punkt\w* (historii|fabu)|points? (d.)?(histoire|r[eé]cit|story)'
        || '|sprint[ -]?points?|^points estimate$'
        || '|^(points?|punkte|puntos|pontos|punkty|sp)$'
    )
    or (
        is_tools_own
        and regexp_matches(lower(field), '^(effort|estimate|size|weight)$')
    ) as is_story_points
from named
