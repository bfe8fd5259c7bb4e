-- Estimate-like fields by name, and whether they are story points by that name.
-- grain: field
-- key: field
with

named as (

    select distinct unnest(map_keys(numbers)) as field
    from stg_issue_row

)

select
    field,
    regexp_matches(
        lower(field),
        'story[ -]?(point|punkt)|puntos? de historia|pontos? d[ae] hist|hist[oó]ri[ac]'
        || '|punkt\w* (historii|fabu)|points? (d.)?(histoire|r[eé]cit|story)'
        || '|sprint[ -]?points?|^points estimate$'
        || '|^(points?|punkte|puntos|pontos|punkty|sp)$'
    ) as is_story_points
from named
