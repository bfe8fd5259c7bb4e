-- Workflow statuses with what they mean here: todo, doing or done, and why.
-- grain: status
-- key: status
with

seen as (

    select status, status_number, status_category, source_line
    from stg_issue_row
    where status is not null

    union all by name

    select to_text as status, to_id as status_number
    from stg_event_row
    where field = 'status' and to_text is not null

    union all by name

    select from_text as status, from_id as status_number
    from stg_event_row
    where field = 'status' and from_text is not null

),

listed as (

    select
        lower(raw_status.name) as status_key,
        min(raw_status.category) as category,
        min(raw_status.status_number) as status_number
    from stg_row
    inner join raw_status using (version_id)
    where stg_row.table_name = 'status' and raw_status.name is not null
    group by 1

),

gathered as (

    select
        status,
        list_distinct(list(status_number) filter (status_number is not null))
            as status_numbers,
        mode(status_category) filter (status_category is not null) as file_category
    from seen
    group by status

),

last_column as (

    select raw_board_column.status_number
    from stg_row
    inner join raw_board_column using (version_id)
    where stg_row.table_name = 'board_column'
    qualify
        raw_board_column.position
        = max(raw_board_column.position) over (
            partition by raw_board_column.board_number
        )

),

meant as (

    select
        status,
        case
            when
                regexp_matches(
                    lower(gathered.status),
                    '^(done|closed|resolved|complete|completed|released|cancelled'
                    || '|canceled|finished|shipped|deployed|merged|removed'
                    || '|rejected|duplicate|won''?t (do|fix)|abgewiesen|rejeté(e)?'
                    || '|解決|終了|却下'
                    || '|erledigt|fertig|geschlossen|gelöst|terminé(e)?'
                    || '|fermé(e)?|résolu(e)?|hecho|listo|cerrad[oa]|finalizad[oa]'
                    || '|conclu[ií]do|fechado|feito|gotowe|zamknięte|ukończone)$'
                )
                then 'done'
            when
                regexp_matches(
                    lower(gathered.status),
                    '^(to[ -]?do|open|new|reopened|selected for development'
                    || '|(product |sprint )?backlog|icebox|ideas|up next|next up'
                    || '|incomplete|proposed|planned|triage|opened|unstarted|新規'
                    || '|inbox|funnel|requested|refined|groomed'
                    || '|ready( (for|to) (dev|development|work|start))?|geplant'
                    || '|offen|neu|zu erledigen|à faire|ouvert|nouveau'
                    || '|por hacer|tareas por hacer|abiert[oa]|nuev[oa]'
                    || '|a fazer|tarefas pendentes|aberto|novo|do zrobienia|nowe)$'
                )
                then 'todo'
            when
                regexp_matches(
                    lower(gathered.status),
                    '^((in|under|being|waiting|awaiting|pending) .+|doing|wip|started'
                    || '|active|ongoing|working|((code|peer) )?review|testing|test|qa'
                    || '|uat|verify|verification|blocked|on hold|waiting|pending|paused'
                    || '|進行中|処理中|処理済み|läuft|en cours|bloqué(e)?'
                    || '|en curso|en progreso|en revisión|bloquead[oa]|em andamento'
                    || '|em progresso|fazendo|w toku|w trakcie)$'
                )
                then 'doing'
        end as category
    from gathered

),

named as (

    select
        gathered.status,
        coalesce(
            status_map.category, gathered.file_category, listed.category,
            meant.category, 'doing'
        ) as category,
        case
            when status_map.category is not null then 'project settings'
            when gathered.file_category is not null then 'the file'
            when listed.category is not null then 'the list of statuses'
            when meant.category is not null then 'its name'
            else 'unknown name'
        end as category_from,
        exists (
            select 1
            from last_column
            where
                list_contains(gathered.status_numbers, last_column.status_number)
                or last_column.status_number = listed.status_number
        ) as is_in_last_column
    from gathered
    inner join meant using (status)
    left join status_map on lower(gathered.status) = lower(status_map.status)
    left join listed on lower(gathered.status) = listed.status_key

)

select
    named.*,
    case
        when
            getvariable('done_rule') = 'last_column'
            and (select count(*) from last_column) > 0
            then named.is_in_last_column
        else named.category = 'done'
    end as is_done
from named
