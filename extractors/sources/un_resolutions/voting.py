"""How a resolution was adopted: what the adoption type says decides; counts and lists that disagree are flagged."""

import re
from typing import Any

VOTES = ("in_favour", "against", "abstaining")
MEMBERS = 15

_TALLY = re.compile(r"\(?\s*(\d{1,2})\s*[-–]\s*(\d{1,2})\s*[-–]\s*(\d{1,2})")
_ABSENT = re.compile(r"(?<!\d)(\d+)\s+absent", re.IGNORECASE)
_KINDS = (
    ("vote", _TALLY),
    ("without_vote", re.compile(r"without\s+(?:a\s+)?vote", re.IGNORECASE)),
    ("acclamation", re.compile(r"acclamation", re.IGNORECASE)),
    ("unanimous", re.compile(r"\bunanim\w*", re.IGNORECASE)),
)


def vote_kind(adoption_type: str, flags: set[str]) -> str | None:
    """Give 'unanimous', 'vote', 'without_vote', 'acclamation' or None; what is misspelt, empty or new is flagged."""
    if not adoption_type:
        flags.add("adoption_type_empty")
        return None
    for kind, shape in _KINDS:
        found = shape.search(adoption_type)
        if found:
            if kind == "unanimous" and found[0].lower() != "unanimously":
                flags.add("adoption_type_misspelt")
            return kind
    flags.add("adoption_type_unknown")
    return None


def read_votes(
    given: dict[str, tuple[str, list[str]]], adoption_type: str, meeting: str, flags: set[str]
) -> dict[str, Any]:
    """Read counts and lists of a row (kind of vote -> count as given, names); disagreements are flagged.

    An absence is counted as an abstention where the adoption type tells of one absent and of fewer abstentions
    than are counted (1287).
    """
    kind = vote_kind(adoption_type, flags)
    counts = {name: _count(given[name][0], flags) for name in VOTES}
    lists = {name: given[name][1] for name in VOTES}
    lengths = {name: len(lists[name]) for name in VOTES}
    if any(counts[name] is not None and counts[name] != lengths[name] for name in VOTES):
        flags.add("counts_and_lists_disagree")
    for source, numbers in (("counts", counts), ("lists", lengths)):
        if not _agrees(kind, adoption_type, numbers):
            flags.add(f"adoption_type_and_{source}_disagree")
    _check_number_of_voters(kind, counts, lengths, flags)
    tally, absent = _TALLY.search(adoption_type), _ABSENT.search(adoption_type)
    if absent and tally and lengths["abstaining"] > int(tally[3]):
        flags.add("absence_counted_as_abstention")
    if re.search(r"\bmail\b|\bwritten\b", f"{meeting} {adoption_type}", re.IGNORECASE):
        flags.add("voting_by_mail")
    return {
        "vote_kind": kind,
        **{f"{name}_count": counts[name] for name in VOTES},
        "counts_as_given": {name: given[name][0] for name in VOTES},
        **lists,
    }


def _count(given: str, flags: set[str]) -> int | None:
    if not re.fullmatch(r"\d{1,4}", given):
        flags.add("count_unreadable" if given else "count_empty")
        return None
    if given != str(int(given)):
        flags.add("count_padded")
    return int(given)


def _agrees(kind: str | None, adoption_type: str, numbers: dict[str, int | None] | dict[str, int]) -> bool:
    found = [numbers[name] for name in VOTES]
    if kind is None or None in found:
        return True
    if kind == "unanimous":
        return bool(found[0]) and not found[1] and not found[2]
    if kind == "vote":
        tally = _TALLY.search(adoption_type)
        return tally is not None and found == [int(number) for number in tally.groups()]
    return not any(found)


def _check_number_of_voters(
    kind: str | None, counts: dict[str, int | None], lengths: dict[str, int], flags: set[str]
) -> None:
    voters = max(sum(lengths.values()), sum(count or 0 for count in counts.values()))
    if voters == 0 and kind in {"without_vote", "acclamation"}:
        return
    if voters < MEMBERS:
        flags.add("fewer_than_15_voters")
    if sum(lengths.values()) > MEMBERS:
        flags.add("more_than_15_voters")
