"""What is known of plans, by topic of review and field: no mart holds this table."""

from reports.edition import Edition
from reports.figure_id import figure_id
from reports.trace_kinds import SHARE_KNOWN, Counted, Formula, Mart, Parts, Reckoned, Row

KEY = ("year", "topic_id", "field")

_ROWS = """
select
    %(year)s::integer as year,
    topic.topic_id,
    topic.topic_number,
    topic.topic,
    topic.field,
    topic.field_in_words,
    count(*) as plans,
    count(*) filter (where topic.is_known) as known,
    count(*) filter (where not topic.is_known) as unknown,
    round(count(*) filter (where topic.is_known)::numeric / count(*), 6) as share_known,
    count(*) filter (where topic.is_disputed) as disputed
from fct_nap_topic as topic
inner join fct_nap as plan on topic.nap_id = plan.nap_id
where topic.is_expected and not plan.is_planned and plan.adopted_by <= make_date(%(year)s, 12, 31)
group by topic.topic_id, topic.topic_number, topic.topic, topic.field, topic.field_in_words
order by topic.topic_number, topic.field collate "C"
"""


def _share_known(row: Row) -> tuple[Formula, Parts]:
    key = [row[name] for name in KEY]
    return SHARE_KNOWN, {part: figure_id("nap_topic", key, part) for part in ("known", "plans")}


NAP_TOPIC = Mart(
    "nap_topic",
    (
        Counted("plans", "plans"),
        Counted("known", "plans"),
        Counted("unknown", "plans"),
        Reckoned("share_known", "share, from 0 to 1", "ratio", _share_known),
        Counted("disputed", "plans"),
    ),
    lambda row: f"Topic {row['topic_number']}, {row['topic']}; asked: {row['field_in_words']}.",
    _ROWS,
    key=KEY,
    docs=(
        ("plans", "Of the plans adopted by 31 December: how many."),
        ("known", "Of the plans adopted by 31 December: of how many a source that may decide tells it."),
        ("unknown", "Of the plans adopted by 31 December: of how many none tells it."),
        ("share_known", "known / plans."),
        ("disputed", "Of the plans adopted by 31 December: on how many a claim says otherwise."),
    ),
)


def plans_by_topic(edition: Edition) -> list[Row]:
    """Of the plans adopted by the end of the year, under each topic of review and for each field that every plan should
    have: how many, of how many it is known, unknown or disputed. In the order of a table; key: KEY.
    """
    return edition.ask(_ROWS, {"year": edition.year})
