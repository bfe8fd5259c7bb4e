-- What was received and is not invoiced yet is booked as well, and marked as accrued.

alter table raw_cost add column is_accrual boolean;
