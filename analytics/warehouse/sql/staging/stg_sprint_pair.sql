-- The pairs of issue and sprint, with when the sprint opens and closes.
-- grain: issue, sprint
-- key: pair
select stg_pair.pair, dim_frame.start_at, dim_frame.close_at, dim_frame.opening_at
from stg_pair
inner join dim_frame
    on
        stg_pair.frame_kind = dim_frame.kind
        and stg_pair.frame_id = dim_frame.frame_id
where dim_frame.kind = 'sprint' and dim_frame.start_at is not null
