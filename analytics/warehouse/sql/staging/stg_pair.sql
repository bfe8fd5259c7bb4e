-- Each issue in each frame it is or was in, under a number: what follows has a row for
-- each change of each, and carries that number alone. `is_in` is what held at first.
-- grain: issue, frame
-- key: pair
select
    row_number() over () as pair,
    kind as frame_kind,
    frame_id,
    issue_key,
    is_in
from stg_membership
where changed_at is null
