-- Piece × the official paragraph that it holds, or, where several hold it equally well (ambiguous), may be of; with the
-- verdict on what the archive says of it. A verdict on the place says more than one on the words, so it goes first.
with found as (
    select
        extract_id,
        paragraph_id,
        text_kind,
        score,
        nearness,
        is_ambiguous,
        false as is_elsewhere
    from {{ ref('int_piece_paragraph_at_home') }}
    union all
    select
        extract_id,
        paragraph_id,
        text_kind,
        score,
        nearness,
        is_ambiguous,
        true as is_elsewhere
    from {{ ref('int_piece_paragraph_elsewhere') }}
),

joined as (
    select
        found.*,
        piece.symbol as stated_symbol,
        piece.locator as stated_locator,
        piece.part as stated_part,
        piece.title_places,
        piece.body_differs_from_title,
        piece.text as piece_text,
        paragraph.symbol,
        paragraph.ordinal,
        paragraph.part,
        paragraph.locator,
        paragraph.label,
        paragraph.text
    from found
    inner join {{ ref('int_extract_piece') }} as piece on found.extract_id = piece.extract_id
    inner join {{ ref('int_paragraph') }} as paragraph on found.paragraph_id = paragraph.paragraph_id
),

-- A piece of several paragraphs is compared with all of them together, with and without their labels.
together as (
    select
        extract_id,
        piece_text,
        string_agg({{ letters_and_digits('text') }}, '' order by ordinal) as letters,
        string_agg({{ letters_and_digits("concat(label, ' ', text)") }}, '' order by ordinal) as letters_with_labels,
        string_agg({{ alias_key("concat(label, ' ', text)") }}, ' ' order by ordinal) as words_with_labels
    from joined
    where text_kind = 'edited' and not is_ambiguous
    group by extract_id, piece_text
),

-- Words were left out, and nothing else was done, where all that are left stand there in the same order.
compared as (
    select
        extract_id,
        case
            when {{ letters_and_digits('piece_text') }} in (letters, letters_with_labels) then 'exact'
            when letters like {{ as_pattern('piece_text') }} then 'elided'
            when letters_with_labels like {{ as_pattern('piece_text') }} then 'elided'
            when
                ' ' || replace(words_with_labels, ' ', '  ') || ' '
                like '% ' || replace({{ alias_key('piece_text') }}, ' ', ' % ') || ' %'
                then 'elided'
            else 'edited'
        end as text_kind
    from together
),

placed as (
    select
        joined.*,
        coalesce(compared.text_kind, joined.text_kind) as final_text_kind,
        joined.nearness < 2 and (
            joined.stated_locator is not null
            or joined.nearness = 0
            or jsonb_path_exists(joined.title_places, '$[*].number ? (@ != null)')
        ) as is_misplaced,
        exists(
            select 1
            from jsonb_array_elements(joined.title_places) as title (place)
            where
                {{ place_agrees(
                    place("title.place ->> 'part'", "title.place ->> 'number'", "title.place ->> 'path'"),
                    'joined.locator'
                ) }}
                or (title.place ->> 'number' is null and title.place ->> 'part' = joined.part)
        ) as title_is_right
    from joined
    left join compared on joined.extract_id = compared.extract_id
)

select
    extract_id,
    paragraph_id,
    row_number() over (partition by extract_id order by symbol, ordinal)::integer as match_number,
    case
        when is_ambiguous then 'ambiguous'
        when is_elsewhere and stated_symbol is not null then 'wrong_resolution'
        when is_misplaced then 'wrong_locator'
        else final_text_kind
    end as verdict,
    final_text_kind as text_kind,
    score,
    case
        when is_elsewhere then 'elsewhere'
        when text_kind = 'edited' then 'words'
        when nearness >= 2 then 'locator_and_text'
        when nearness = 1 then 'text'
        else 'text_in_other_part'
    end as match_kind,
    case
        when body_differs_from_title is not true then null
        when is_ambiguous then 'undecided'
        when nearness >= 2 and not is_elsewhere then 'body_is_right'
        when title_is_right and not is_elsewhere then 'title_is_right'
        else 'neither_is_right'
    end as number_finding,
    symbol as official_symbol,
    part as official_part,
    locator as official_locator
from placed
