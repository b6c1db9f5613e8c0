"""Commitments of a year by how strong their verb is and whom they ask, scale by scale: no mart holds this table."""

from reports.edition import Edition
from reports.figure_id import figure_id
from reports.trace_kinds import Counted, Mart, Row

NOT_RANKED = "not_ranked"
"""Level of the commitments whose verb a scale does not rank."""
KEY = ("year", "scale_id", "level", "addressee_class")

_ROWS = """
with pairs as (
    select
        paragraph_id,
        verb_id,
        addressee_class,
        bool_or(is_wps) as is_wps,
        min(commitment_id) as commitment_id
    from fct_commitment
    where asks and year = %(year)s
    group by paragraph_id, verb_id, addressee_class
),

levels as (
    select
        scale_id,
        level,
        min(rank) as rank,
        max(rank) as rank_to
    from fct_commitment_force
    group by scale_id, level
    union all
    select distinct
        scale_id,
        'not_ranked',
        null::integer,
        null::integer
    from fct_commitment_force
    union all
    select distinct
        scale_id,
        'all',
        null::integer,
        null::integer
    from fct_commitment_force
),

classes as (
    select addressee_class from fct_commitment
    where asks
    union
    select 'all'
),

counted as (
    select
        levels.scale_id,
        levels.level,
        classes.addressee_class,
        count(*) filter (where pairs.is_wps) as commitments_wps,
        count(*) as commitments_all
    from pairs
    cross join (select distinct scale_id from levels) as scales
    left join fct_commitment_force as force
        on pairs.commitment_id = force.commitment_id and scales.scale_id = force.scale_id
    inner join levels
        on scales.scale_id = levels.scale_id and levels.level in (coalesce(force.level, 'not_ranked'), 'all')
    inner join classes on classes.addressee_class in (pairs.addressee_class, 'all')
    group by levels.scale_id, levels.level, classes.addressee_class
),

texts as (
    select bool_or(has_english_text) as are_here from dim_resolution
    where year = %(year)s
)

select
    %(year)s::integer as year,
    levels.scale_id,
    levels.level,
    levels.rank,
    levels.rank_to,
    classes.addressee_class,
    case when texts.are_here then coalesce(counted.commitments_wps, 0) end as commitments_wps,
    case when texts.are_here then coalesce(counted.commitments_all, 0) end as commitments_all,
    case when not texts.are_here then 'no_english_text' end as unknown_because
from levels
cross join classes
cross join texts
left join counted
    on levels.scale_id = counted.scale_id
        and levels.level = counted.level
        and classes.addressee_class = counted.addressee_class
where texts.are_here is not null
order by
    levels.scale_id collate "C",
    levels.level = 'all',
    levels.rank nulls last,
    classes.addressee_class = 'all',
    classes.addressee_class collate "C"
"""


def _count(column: str, scope: str) -> Counted:
    def same_as(row: Row) -> str | None:
        if row["level"] != "all" or not row[column]:  # of what nobody is asked there is no row to refer to
            return None
        return figure_id("rpt_commitment_year", (row["year"], scope, row["addressee_class"], "all"), "commitments")

    return Counted(column, "commitments", same_as, lambda row: row["unknown_because"])


COMMITMENT_FORCE = Mart(
    "commitment_force",
    (_count("commitments_wps", "wps"), _count("commitments_all", "all")),
    lambda row: (
        f"Scale {row['scale_id']}, level: {row['level']}; addressee: {row['addressee_class']}."
        " No scale is official, and they contradict each other."
    ),
    _ROWS,
    key=KEY,
    docs=(
        (
            "commitments_wps",
            "Commitments in paragraphs that meet definition A: pairs of operative verb and class of addressee in a"
            " paragraph or sub-paragraph, by the level that the scale gives the verb.",
        ),
        (
            "commitments_all",
            "Commitments in all operative paragraphs: pairs of operative verb and class of addressee in a paragraph or"
            " sub-paragraph, by the level that the scale gives the verb.",
        ),
    ),
)


def force_by_addressee(edition: Edition) -> list[Row]:
    """Commitments of the year by scale, level and class of addressee, in the order of a table.

    Levels and classes without one have their row; level and class `all` are totals, `not_ranked` is what the scale does
    not rank. `rank` and `rank_to` are the lowest and highest rank of the level. Key: KEY; counts: commitments_wps (in
    paragraphs that meet definition A) and commitments_all, None where the year has no English text.
    """
    return edition.ask(_ROWS, {"year": edition.year})
