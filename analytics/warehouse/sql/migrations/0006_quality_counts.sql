-- How many lines each check of the data objected to in the state after an upload, null
-- where it had nothing to look at. A state is named by all that its counts depend on.

create table quality_count (
    project_id varchar not null,
    state varchar not null,
    check_key varchar not null,
    found bigint,
);
