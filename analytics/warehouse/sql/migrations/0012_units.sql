-- A milestone can list physical units of what its work package puts out.

alter table raw_milestone add column units_planned double;
alter table raw_milestone add column units_done double;
