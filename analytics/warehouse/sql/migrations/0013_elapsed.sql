-- The duration of a task can count all hours of the day, as in drying or waiting.

alter table raw_task add column is_elapsed boolean;
