-- Where probability and impact are scored: up to what, and how that is known.

alter table raw_risk add column score_top double;
alter table raw_risk add column score_basis varchar;
