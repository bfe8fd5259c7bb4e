-- A calendar tells from when to when people work, not only for how many hours.

alter table raw_calendar_day add column working_times varchar;
