"""Presidential statements in small."""

from collections.abc import Callable
from typing import Any

import pytest

from extractors.core.records import Parsed

from .conftest import NAMESPACE

Read = Callable[[str, str], Parsed]
PATH = "PRST/2030/S_PRST_2030_4-3000E.xml"
OPENING = (
    "At the 99th meeting of the Council, held on 2 March 2030, in connection with the Council’s consideration of "
    "the item entitled “A test of the reader”, the President of the Council made the following statement:"
)


def statement(*texts: str, number: str = "S/PRST/2030/4", date: str = "2030-03-02", extra: str = "") -> str:
    body = "".join(f"<paragraph><content><p>{text}</p></content></paragraph>" for text in texts)
    cover = f"<coverPage><p><docNumber>{number}</docNumber></p></coverPage>" if number else "<coverPage/>"
    return (
        f'<akomaNtoso xmlns="{NAMESPACE}"><statement><meta><FRBRWork>'
        f'<FRBRdate date="{date}" name="adoption"/></FRBRWork>'
        f"</meta>{cover}<mainBody>{body}</mainBody>{extra}</statement></akomaNtoso>"
    )


def only(parsed: Parsed) -> dict[str, Any]:
    (record,) = parsed.records
    assert record.kind == "statement"
    return dict(record.payload)


def test_first_sentence_gives_date_meeting_and_item(read: Read) -> None:
    found = only(read(PATH, statement("Statement by the President", OPENING, "“The Council asks.”", date="2031-01-01")))
    assert (found["held_on"], found["held_on_from"]) == ("2030-03-02", "first_sentence")
    assert (found["meeting"], found["agenda_item"]) == ("99th meeting", "A test of the reader")
    assert found["flags"] == ["xml_adoption_date_differs"]
    assert found["title"] == "Statement by the President"
    assert found["paragraphs"] == [OPENING, "“The Council asks.”"]
    assert found["text"] == "\n".join(found["paragraphs"])


@pytest.mark.parametrize("words", ["held on Thursday, 2 March 2030", "held at the level of the test on 2 March 2030"])
def test_other_ways_to_say_when(read: Read, words: str) -> None:
    found = only(read(PATH, statement(OPENING.replace("held on 2 March 2030", words), "“The Council asks.”")))
    assert found["held_on"] == "2030-03-02"


def test_date_from_conclusions_or_xml(read: Read) -> None:
    closing = "<conclusions><p>5 April 2030</p></conclusions>"
    assert only(read(PATH, statement("The text.", extra=closing)))["held_on_from"] == "conclusions"
    assert only(read(PATH, statement("The text.")))["held_on_from"] == "xml"


def test_symbol_of_a_resolution_gives_way_to_the_path(read: Read) -> None:
    found = only(read(PATH, statement(OPENING, number="S/RES/1 (2000)")))
    assert (found["symbol"], found["symbol_from"]) == ("S/PRST/2030/4", "path")
    assert found["flags"] == ["symbol_from_path"]


def test_corrigendum_is_its_own_record(read: Read) -> None:
    path = "PRST/2030/S_PRST_2030_4_Corr.1-3001E.xml"
    found = only(read(path, statement("Document S/PRST/2030/4 is hereby withdrawn.", number="")))
    assert (found["symbol"], found["corrects"]) == ("S/PRST/2030/4/Corr.1", "S/PRST/2030/4")
    assert found["withdraws"] == ["S/PRST/2030/4"]


def test_suffixed_file_names(read: Read) -> None:
    found = only(read("PRST/2030/S_PRST_2030_36_0-3000E.xml", statement(OPENING, number="")))
    assert found["symbol"] == "S/PRST/2030/36"


def test_malformed_statement_is_read_without_loss(read: Read) -> None:
    body = statement("Statement by the President", OPENING, "“The Council asks.”").replace(
        "<mainBody><paragraph><content><p>Statement by the President</p></content></paragraph>",
        '<mainBody><paragraph><span class="bold">Statement by the President</span></docTitle></p>',
    )
    found = only(read(PATH, body))
    assert found["flags"] == ["malformed_xml"]
    assert found["paragraphs"] == [OPENING, "“The Council asks.”"]
    assert found["text_characters"] == found["text_characters_kept"]


def test_other_languages_are_rejected(read: Read) -> None:
    french = "À la séance tenue le 2 mars, le Président du Conseil a fait la déclaration suivante au nom des membres :"
    assert [one.reason for one in read(PATH, statement(french)).rejects] == ["not_english"]
    assert [one.reason for one in read(PATH, statement("Совет Безопасности")).rejects] == ["not_english"]
