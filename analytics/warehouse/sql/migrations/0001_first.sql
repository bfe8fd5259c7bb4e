-- The first shape of the warehouse. Never edited: later changes are new files.

create table project (
    project_id varchar not null,
    name varchar not null,
    is_sample boolean not null,
    settings varchar not null,
    created_at timestamp not null,
    changed_at timestamp not null,
);

create table source (
    source_id bigint not null,
    project_id varchar not null,
    kind varchar not null,
    importer varchar not null,
    identity varchar not null,
);

create table import (
    import_id bigint not null,
    project_id varchar not null,
    source_id bigint not null,
    kind varchar not null,
    importer varchar not null,
    title varchar not null,
    sha256 varchar not null,
    filename varchar not null,
    bytes bigint not null,
    as_of timestamp,
    imported_at timestamp not null,
    rows_read bigint not null,
    rows_loaded bigint not null,
    rows_quarantined bigint not null,
    problem_count bigint not null,
    is_partial boolean not null,
    instants varchar not null,
    mapping varchar not null,
    code_version varchar not null,
    report varchar not null,
    undone_at timestamp,
);

create table import_row (
    import_id bigint not null,
    table_name varchar not null,
    source_line bigint not null,
    version_id bigint not null,
);

create table quarantine (
    import_id bigint not null,
    source_line bigint not null,
    reason varchar not null,
    excerpt varchar not null,
);

create table problem (
    import_id bigint not null,
    source_line bigint not null,
    column_name varchar not null,
    message varchar not null,
);

create table model_set (
    set_id varchar not null,
    project_id varchar not null,
    import_ids bigint[] not null,
    built_at timestamp not null,
);

create table figure_check (
    set_id varchar not null,
    frame_id varchar not null,
    figure varchar not null,
    unit varchar not null,
    warehouse double not null,
    independent double not null,
);

create table figure_check_run (
    set_id varchar not null,
    frames bigint not null,
    changes bigint not null,
    note varchar not null,
);

create table saved_mapping (
    header_hash varchar not null,
    mapping varchar not null,
    saved_at timestamp not null,
);

create table share_link (
    share_id varchar not null,
    project_id varchar not null,
    token_sha256 varchar not null,
    title varchar not null,
    created_at timestamp not null,
    expires_at timestamp not null,
    revoked_at timestamp,
    payload varchar not null,
);

create table share_view (
    share_id varchar not null,
    viewed_at timestamp not null,
    views bigint not null,
);

create table raw_issue (
    version_id bigint not null,
    project_id varchar not null,
    row_hash uhugeint not null,
    issue_key varchar,
    issue_number varchar,
    project_key varchar,
    project_name varchar,
    issue_type varchar,
    is_subtask boolean,
    summary varchar,
    status varchar,
    status_number varchar,
    status_category varchar,
    status_category_changed_at timestamp,
    priority varchar,
    resolution varchar,
    assignee varchar,
    reporter varchar,
    team varchar,
    parent_key varchar,
    parent_number varchar,
    epic_key varchar,
    created_at timestamp,
    updated_at timestamp,
    resolved_at timestamp,
    due_on date,
    numbers map(varchar, double),
    original_estimate_seconds double,
    remaining_seconds double,
    spent_seconds double,
    sprints varchar[],
    sprint_numbers varchar[],
    fix_versions varchar[],
    components varchar[],
    labels varchar[],
    is_flagged boolean,
);

create table raw_issue_event (
    version_id bigint not null,
    project_id varchar not null,
    row_hash uhugeint not null,
    issue_key varchar,
    issue_number varchar,
    history_id varchar,
    item_no bigint,
    changed_at timestamp,
    field varchar,
    field_name varchar,
    from_id varchar,
    to_id varchar,
    from_text varchar,
    to_text varchar,
);

create table raw_sprint (
    version_id bigint not null,
    project_id varchar not null,
    row_hash uhugeint not null,
    sprint_number varchar,
    name varchar,
    state varchar,
    board_number varchar,
    start_at timestamp,
    end_at timestamp,
    complete_at timestamp,
    goal varchar,
);

create table raw_board_column (
    version_id bigint not null,
    project_id varchar not null,
    row_hash uhugeint not null,
    board_number varchar,
    board_name varchar,
    position bigint,
    column_name varchar,
    status_number varchar,
);

create table raw_status (
    version_id bigint not null,
    project_id varchar not null,
    row_hash uhugeint not null,
    status_number varchar,
    name varchar,
    category varchar,
);

create table raw_budget_line (
    version_id bigint not null,
    project_id varchar not null,
    row_hash uhugeint not null,
    category varchar,
    work_package varchar,
    vendor varchar,
    cost_type varchar,
    budget_kind varchar,
    starts_on date,
    ends_before date,
    amount decimal(18,2),
    currency varchar,
    quantity double,
    unit_amount decimal(18,2),
    committed_amount decimal(18,2),
    actual_amount decimal(18,2),
    note varchar,
);

create table raw_cost (
    version_id bigint not null,
    project_id varchar not null,
    row_hash uhugeint not null,
    booked_on date,
    document varchar,
    category varchar,
    work_package varchar,
    vendor varchar,
    cost_type varchar,
    description varchar,
    amount decimal(18,2),
    currency varchar,
    quantity double,
    unit_amount decimal(18,2),
    po_number varchar,
    risk_id varchar,
);

create table raw_commitment (
    version_id bigint not null,
    project_id varchar not null,
    row_hash uhugeint not null,
    po_number varchar,
    vendor varchar,
    category varchar,
    work_package varchar,
    cost_type varchar,
    description varchar,
    ordered_on date,
    due_on date,
    amount decimal(18,2),
    invoiced_amount decimal(18,2),
    currency varchar,
    status varchar,
);

create table raw_risk (
    version_id bigint not null,
    project_id varchar not null,
    row_hash uhugeint not null,
    risk_id varchar,
    title varchar,
    description varchar,
    category varchar,
    risk_kind varchar,
    status varchar,
    owner varchar,
    probability double,
    probability_text varchar,
    impact_amount decimal(18,2),
    impact_text varchar,
    impact_low_amount decimal(18,2),
    impact_high_amount decimal(18,2),
    impact_days double,
    stated_exposure_amount decimal(18,2),
    currency varchar,
    response varchar,
    response_amount decimal(18,2),
    residual_probability double,
    residual_probability_text varchar,
    residual_impact_amount decimal(18,2),
    residual_impact_text varchar,
    proximity varchar,
    due_on date,
    identified_on date,
    reviewed_on date,
    closed_on date,
    occurred_on date,
    actual_amount decimal(18,2),
    score double,
);
