-- A table of planned, earned and actual value may state the whole budget as well.

alter table raw_earned_value add column budget_amount decimal(18, 2);
