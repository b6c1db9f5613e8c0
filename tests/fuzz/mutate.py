"""Pages damaged at random, the same for the same number: bytes, words of markup, JSON values, splices of pages."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from .seeds import Seed

LARGEST = 400_000
"""Bytes that a mutated page may grow to."""
HOSTILE_TEXT = (
    "'); drop table raw.record; --", "$(touch /tmp/x)", "`id`", "=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-1", "\t=1",
    "\r", "\0", "\ud800", "\udfff\ud800", "\ufeff", "\u202e", "\u2028", "\U0010ffff", "<script>alert(1)</script>",
    "&lt;b&gt;", "{{7*7}}", "{% raw %}", "%s%n", "../../etc/passwd", "\\u0000", "\\x00", "9" * 400, "1e999", "²", "Ⅷ",
    "٣", "0" * 5000, "(" * 300, "[" * 300, "a" * 3000, "S/RES/1325 (2000)", "S/RES/99999 (0000)", "31 February 2020",
    "29 February 1900", "9999-99-99", "00/00/0000", "12 months", "para. 4 (a) (i)-(zzz)", "paras. 999999999999-1",
)  # fmt: skip
WORDS = (
    b"<div>", b"</div>", b"<p>", b"</p>", b"<br>" * 60, b"<table><tr><td>x", b"<!--", b"-->", b"<![CDATA[", b"]]>",
    b"<?x ",
    b"<ul><li>", b"<b>" * 300, b"<div>" * 600, b"<a href='http://[x'>", b"<h2><a href='/node/99999999999999999999'>",
    b"&nbsp;", b"&#xD800;", b"&#0;", b"&#x110000;", b"&odd;", b"&lol9;", b"\x00", b"\xff\xfe", b"\xed\xa0\x80",
    b"\xc0\xaf",
    b"Extract:", b"[...]", b"(i) ", b"9. (a) ", b"?page=9", b'<div class="node" id="node-1">',
    b'<div class="field-label">',
    b"<select>", b"<svg>", b"<title>", b"<point>", b"<num>", b"<num>1.</num>", b"<list>", b"<authorialNote>",
    b"<paragraph><num>(iv)</num>", b"<subheading>", b"<meta>", b"<mainBody>", b"<statement>", b"\\ud800", b"\\u0000",
    b'"',
    b"[" * 900, b"{" * 40, b'{"a":' * 990, b"null", b"1e999", b"-0", b"NaN", b"Infinity", b"9" * 5000, b" NAP ",
    b" 2018-",
    b" its second ", b", adopted in ", b". ", b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>", b"&e;",
    b"<xi:include href='file:///etc/hostname' xmlns:xi='http://www.w3.org/2001/XInclude'/>", b" \xc2\xa0", b"\r\n",
    b"\x0b",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**53, 10**400, 1.5, 1e300, "", "x", [], {}, [[]], [None, 1], {"rendered": None},
    {"rendered": ["x"]}, {"a": {"b": "\0"}}, ["\ud800"], float("nan"), float("inf"),
)  # fmt: skip

Change = Callable[[bytes, random.Random, Sequence[Seed]], bytes]


def mutated(number: int, seeds: Sequence[Seed]) -> Seed:
    """The page of this number: a seed, and some damage to its bytes, seldom to its headers."""
    dice = random.Random(f"page {number}")
    sorts = sorted({(seed.reader, seed.sort) for seed in seeds})
    sort = sorts[number % len(sorts)]
    alike = [seed for seed in seeds if (seed.reader, seed.sort) == sort]
    seed = dice.choice(alike)
    body = seed.page.body
    # Most damage makes JSON no JSON, and is refused at once: so that half of it is to the values only.
    changes = (_change_value,) if body[:1] in (b"[", b"{") and dice.random() < 0.5 else CHANGES
    for _ in range(dice.choice((1, 1, 2, 3, 5, 12))):
        body = dice.choice(changes)(body, dice, alike)[:LARGEST]
    headers = seed.page.headers
    if headers and dice.random() < 0.1:
        headers = {name: _bytes_as_header(_flip(value.encode(), dice, alike)) for name, value in headers.items()}
    return replace(seed, page=replace(seed.page, body=body, headers=headers))


def _bytes_as_header(value: bytes) -> str:
    return value.decode("latin-1")


def _spot(body: bytes, dice: random.Random) -> int:
    return dice.randrange(len(body) + 1)


def _flip(body: bytes, dice: random.Random, _: Sequence[Seed]) -> bytes:
    changed = bytearray(body)
    for _time in range(dice.choice((1, 1, 4, 30))):
        if changed:
            changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _delete(body: bytes, dice: random.Random, _: Sequence[Seed]) -> bytes:
    at = _spot(body, dice)
    return body[:at] + body[at + dice.choice((1, 7, 60, 900)) :]


def _duplicate(body: bytes, dice: random.Random, _: Sequence[Seed]) -> bytes:
    at = _spot(body, dice)
    piece = body[at : at + dice.choice((3, 40, 700))]
    return body[:at] + piece * dice.choice((2, 2, 3, 60)) + body[at:]


def _splice(body: bytes, dice: random.Random, alike: Sequence[Seed]) -> bytes:
    other = dice.choice(alike).page.body
    at = _spot(other, dice)
    start = _spot(body, dice)
    if dice.random() < 0.5:
        return body[:start] + other[at:]
    return body[:start] + other[at : at + dice.randrange(2000)] + body[start:]


def _truncate(body: bytes, dice: random.Random, _: Sequence[Seed]) -> bytes:
    return body[: _spot(body, dice)]


def _insert(body: bytes, dice: random.Random, _: Sequence[Seed]) -> bytes:
    at = _spot(body, dice)
    return body[:at] + dice.choice(WORDS) + body[at:]


def _say(body: bytes, dice: random.Random, _: Sequence[Seed]) -> bytes:
    """Hostile words where words stand: behind a mark that a text follows."""
    marks = [at + 1 for at in range(len(body)) if body[at] in b'>"'] if len(body) < 30_000 else []
    at = dice.choice(marks) if marks else _spot(body, dice)
    return body[:at] + dice.choice(HOSTILE_TEXT).encode("utf-8", "surrogatepass") + body[at:]


def _recode(body: bytes, dice: random.Random, _: Sequence[Seed]) -> bytes:
    text = body.decode("utf-8", "replace")
    return text.encode(
        dice.choice(("latin-1", "windows-1252", "utf-16", "utf-16-le", "utf-32", "utf-8-sig")), "replace"
    )


def _grow(body: bytes, dice: random.Random, _: Sequence[Seed]) -> bytes:
    """A huge attribute, number, word or nest of elements."""
    at, many = _spot(body, dice), dice.choice((1000, 9000, 90_000))
    name = dice.choice((b"div", b"b", b"span", b"point", b"li", b"table", b"list"))
    piece = dice.choice(
        (b"<%b x='" % name + b"y" * many + b"'>", b"9" * many, b"x" * many, b"<%b>" % name * (many // 10), b" " * many,
         b"(" * (many // 10), b"<%b %b>" % (name, b" ".join(b"a%d='1'" % one for one in range(many // 50))))
    )  # fmt: skip
    return body[:at] + piece + body[at:]


def _change_value(body: bytes, dice: random.Random, alike: Sequence[Seed]) -> bytes:
    """JSON that stays JSON: another value, name or text somewhere in it. What is no JSON has its bytes changed."""
    lines = body.split(b"\n") if body.startswith(b"{") and b"\n{" in body else [body]
    at = dice.randrange(len(lines))
    try:
        answer = json.loads(lines[at])
    except (ValueError, RecursionError):
        return _say(body, dice, alike)
    lines[at] = json.dumps(_with_change(answer, dice)).encode()
    return b"\n".join(lines)


def _with_change(value: Any, dice: random.Random) -> Any:
    if dice.random() < 0.1 or not value or not isinstance(value, (dict, list, str)):
        return _other(dice)
    if isinstance(value, str):
        text = _say(value.encode("utf-8", "surrogatepass"), dice, ())
        return text.decode("utf-8", "surrogateescape") if dice.random() < 0.8 else _other(dice)
    if isinstance(value, list):
        at = dice.randrange(len(value))
        return [*value[:at], _with_change(value[at], dice), *value[at + dice.choice((0, 1, 1, 1)) :]]
    name = dice.choice(list(value))
    changed = {key: one for key, one in value.items() if key != name}
    return changed | {dice.choice((name, name, name, name + "\ud800", "")): _with_change(value[name], dice)}


def _other(dice: random.Random) -> Any:
    if dice.random() < 0.5:
        return dice.choice(HOSTILE_TEXT)
    value = dice.choice(VALUES)
    for _ in range(dice.choice((0, 0, 0, 3, 400))):
        value = [value] if dice.random() < 0.5 else {"rendered": value}
    return value


CHANGES: tuple[Change, ...] = (
    _flip, _delete, _duplicate, _splice, _truncate, _insert, _insert, _say, _say, _recode, _grow, _change_value,
    _change_value, _change_value,
)  # fmt: skip
