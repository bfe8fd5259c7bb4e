-- Where a risk is to be once all that is planned is done, and what announces it.

alter table raw_risk add column target_probability double;
alter table raw_risk add column target_probability_text varchar;
alter table raw_risk add column target_impact_amount decimal(18, 2);
alter table raw_risk add column target_impact_text varchar;
alter table raw_risk add column trigger_text varchar;
