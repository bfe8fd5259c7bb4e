-- How work items are linked with each other, and who changed them.

alter table raw_issue_event add column author varchar;

create table raw_issue_link (
    version_id bigint not null,
    project_id varchar not null,
    row_hash uhugeint not null,
    issue_key varchar,
    linked_key varchar,
    link_type varchar,
    direction varchar,
    link_text varchar,
);
