-- How work items hang together, each pair once however many items list it.
-- kind: waits (`after_key` waits until `before_key` is done), split and clone
-- (`after_key` came out of `before_key`), duplicate, other. Where a file gives the
-- words of a link they decide, else the name of its type and the direction. The first
-- of these kinds counts. `before_known`, `after_known`: whether a file that counts
-- holds that item.
-- grain: kind, pair of items
-- key: kind, before_key, after_key
with

meant as (

    select
        *,
        case
            when regexp_matches(words || ' ' || link_type, 'split|aufgeteilt')
                then 'split'
            when regexp_matches(words || ' ' || link_type, 'clon|klon|copied|copy')
                then 'clone'
            when regexp_matches(
                words || ' ' || link_type,
                'bloc?k|bloqu|depend|preced|follow|success|has to be|gantt'
            ) then 'waits'
            when regexp_matches(words || ' ' || link_type, 'dupli')
                then 'duplicate'
            else 'other'
        end as kind
    from stg_issue_link
    where issue_key <> linked_key

),

turned as (

    -- Whether the item that lists the link is the later of the two.
    select
        *,
        case
            when kind in ('duplicate', 'other') then issue_key > linked_key
            when words <> '' and kind = 'waits'
                then regexp_matches(
                    words,
                    'blocked (by|on)|depends|dependent on|follows|preceded by|after'
                    || '|waits|wird |bloqué par|bloquead. por'
                )
            when words <> '' then regexp_matches(words, ' from|clones|klont$')
            when kind = 'split' then direction = 'inward'
            when kind = 'clone' or link_type like '%depend%' then direction = 'outward'
            else direction = 'inward'
        end as is_after
    from meant

),

placed as (

    select
        *,
        case when is_after then linked_key else issue_key end as before_key,
        case when is_after then issue_key else linked_key end as after_key
    from turned

)

select
    placed.kind,
    placed.before_key,
    placed.after_key,
    max(placed.linked_at) as linked_at,
    arg_min(placed.version_id, (placed.source <> 'issue_link', placed.version_id))
        as version_id,
    arg_min(placed.source, (placed.source <> 'issue_link', placed.version_id))
        as source,
    bool_or(before_item.issue_key is not null) as before_known,
    bool_or(after_item.issue_key is not null) as after_known
from placed
left join fct_issue as before_item on placed.before_key = before_item.issue_key
left join fct_issue as after_item on placed.after_key = after_item.issue_key
group by placed.kind, placed.before_key, placed.after_key
