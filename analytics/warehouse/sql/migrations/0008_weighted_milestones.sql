-- A milestone can weigh the work package whose value it earns.

alter table raw_milestone add column work_package varchar;
