-- Risks as the newest register that has them says.
-- grain: risk
-- key: risk_key
with

ranked as (

    select
        raw_risk.* exclude (project_id, row_hash),
        stg_row.import_id,
        stg_row.source_line,
        coalesce(
            raw_risk.risk_id,
            'line ' || stg_row.source_line || ' of file ' || stg_row.import_id
        ) as risk_key,
        row_number() over (
            partition by
                coalesce(
                    raw_risk.risk_id, stg_row.source_line || ':' || stg_row.import_id
                )
            order by stg_row.newest, stg_row.source_line desc
        ) as place
    from stg_row
    inner join raw_risk using (version_id)
    where stg_row.table_name = 'risk'

)

select
    * exclude (place),
    case
        when
            occurred_on is not null
            or regexp_matches(
                lower(coalesce(status, '')),
                'occurred|materiali[sz]ed|issue|fired|impacted|eingetreten|survenu'
                || '|materializ|ocurrid'
            )
            then 'occurred'
        when
            closed_on is not null
            or regexp_matches(
                lower(coalesce(status, '')),
                '^(closed|retired|expired|rejected|cancelled|canceled|resolved|done'
                || '|geschlossen|erledigt|fermé|clos|cerrado|fechado|zamknięte)'
            )
            then 'closed'
        else 'open'
    end as state
from ranked
where place = 1
