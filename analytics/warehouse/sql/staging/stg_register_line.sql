-- Lines of registers and money files in one shape: what names a line, what it says.
-- Lines of a budget or a ledger have no key of their own; what they are for names them.
-- grain: stored row
-- key: none
-- as: view
select
    'risk' as entity,
    version_id,
    coalesce(risk_id, title) as line_key,
    null::decimal(18, 2) as amount,
    map {
        'status': status, 'owner': owner, 'title': title,
        'probability': coalesce(probability::varchar, probability_text),
        'impact': coalesce(impact_amount::varchar, impact_text),
        'impact_days': impact_days::varchar, 'score': score::varchar,
        'response': response, 'response_amount': response_amount::varchar,
        'residual_probability':
            coalesce(residual_probability::varchar, residual_probability_text),
        'residual_impact':
            coalesce(residual_impact_amount::varchar, residual_impact_text),
        'due_on': due_on::varchar, 'closed_on': closed_on::varchar,
        'occurred_on': occurred_on::varchar, 'currency': currency
    } as fields
from raw_risk

union all

select
    'commitment', version_id,
    coalesce(po_number, concat_ws(' / ', vendor, category, work_package, description)),
    amount,
    map {
        'status': status, 'vendor': vendor, 'due_on': due_on::varchar,
        'invoiced_amount': invoiced_amount::varchar, 'currency': currency
    }
from raw_commitment

union all

select
    'budget_line', version_id,
    concat_ws(
        ' / ', category, work_package, vendor, cost_type, budget_kind,
        starts_on::varchar, note
    ),
    amount,
    map {
        'committed_amount': committed_amount::varchar,
        'actual_amount': actual_amount::varchar, 'currency': currency
    }
from raw_budget_line

union all

select
    'cost', version_id,
    concat_ws(
        ' / ', document, booked_on::varchar, category, work_package, vendor,
        cost_type, description
    ),
    amount,
    map {'po_number': po_number, 'risk_id': risk_id, 'currency': currency}
from raw_cost
