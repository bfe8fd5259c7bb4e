-- What somebody wants to ask of the forecasts of a project again, by its name.

create table scenario (
    project_id varchar not null,
    name varchar not null,
    asked varchar not null,
    saved_at timestamp not null,
);
