-- Each issue in each frame it is or was in, under a number: what follows has a row for
-- each change of each, and carries that number alone. `is_in` is what held at first.
-- grain: issue, frame
-- key: pair
select
    row_number() over () as pair,
    stg_membership.kind as frame_kind,
    stg_membership.frame_id,
    stg_membership.issue_key,
    stg_opening.issue_no,
    stg_membership.is_in
from stg_membership
inner join stg_opening using (issue_key)
where stg_membership.changed_at is null
