-- Risks as the newest register that has them says.
-- grain: risk
-- key: risk_key
with

-- What people say of the scale of scores counts where the register does not say it: up
-- to 10 the top of the scale, 100 for percents. Score n of t is the middle of its part.
asked as (

    select
        raw_risk.*,
        case
            when score_basis in ('assumed', 'unknown')
                then nullif(getvariable('risk_score_top'), 0)
        end as asked_top,
        [
            try_cast(probability_text as double),
            try_cast(residual_probability_text as double),
            try_cast(target_probability_text as double)
        ] as written,
        list_transform(
            written,
            lambda n: case
                when asked_top = 100 and n between 0 and 100 then n / 100
                when n between 1 and asked_top
                    then round((2 * n - 1) / (2 * asked_top), 12)
            end
        ) as meant
    from raw_risk

),

scored as (

    select
        * exclude (asked_top, written, meant) replace (
            case
                when asked_top is null or written[1] is null then probability
                else meant[1]
            end as probability,
            case
                when asked_top is null or written[2] is null
                    then residual_probability
                else meant[2]
            end as residual_probability,
            case
                when asked_top is null or written[3] is null then target_probability
                else meant[3]
            end as target_probability,
            coalesce(nullif(asked_top, 100), score_top) as score_top,
            case
                when asked_top is null then score_basis
                when asked_top = 100 then 'percent'
                else 'set'
            end as score_basis
        )
    from asked

),

ranked as (

    select
        scored.* exclude (project_id, row_hash),
        stg_row.import_id,
        stg_row.source_line,
        coalesce(
            scored.risk_id,
            'line ' || stg_row.source_line || ' of file ' || stg_row.import_id
        ) as risk_key,
        row_number() over (
            partition by
                coalesce(
                    scored.risk_id, stg_row.source_line || ':' || stg_row.import_id
                )
            order by stg_row.newest, stg_row.source_line desc
        ) as place
    from stg_row
    inner join scored using (version_id)
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
        -- Registers plan the day of closing too: an open status goes before it.
        when
            closed_on is not null
            and not regexp_matches(
                lower(trim(coalesce(status, ''))),
                '^(open|active|in progress|ongoing|monitoring|mitigating|offen|aktiv'
                || '|in bearbeitung|ouvert|actif|en cours|abiert|activ|en curso)'
            )
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
