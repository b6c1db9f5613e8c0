"""What the workbook makes of hostile texts, of what is not known and of changes, planted in the marts of the sample."""

from made_candidates import candidate
from workbook_read import links_of, table, texts_of, written

from reports.inert import LONGEST_CELL
from warehouse import db, releases


def test_hostile_texts_are_inert_and_do_no_damage(published, tmp_path):
    texts = {
        "formula": '=HYPERLINK("http://evil.example","click")',
        "control": "a\x01b\x0bc\ufffe _x0041_",
        "long": "long " * 8000,
        "link": "http://evil.example/" + "x" * 3000,
    }
    with db.connect(published) as admin:
        ids = [
            row[0]
            for row in admin.execute(
                "select distinct paragraph_id from marts_r1.bridge_paragraph_wps where year = 2017 order by 1 limit 4"
            ).fetchall()
        ]
        for paragraph_id, text in zip(ids, texts.values(), strict=True):
            admin.execute("update marts_r1.fct_paragraph set text = %s where paragraph_id = %s", [text, paragraph_id])
        admin.execute("update marts_r1.dim_resolution set document_url = 'javascript:alert(1)' where year = 2017")
        admin.execute("update marts_r1.dim_regional_plan set source_url = %s", ["https://x.example/" + "y" * 4000])
        admin.execute("update marts_r1.fct_statement set agenda_item = '@SUM(A1)' where year = 2017")
    book = written(published, tmp_path / "hostile.xlsx")
    shown = {row["paragraph_id"]: str(row["text"]) for row in table(book["Paragraphs"])}
    assert shown[ids[0]] == "'" + texts["formula"]
    assert not set(shown[ids[1]]) & set("\x01\x0b\ufffe")
    assert len(shown[ids[2]]) == LONGEST_CELL
    assert shown[ids[2]].endswith("…")
    assert shown[ids[3]] == texts["link"]
    assert all(len(text) <= LONGEST_CELL for text in texts_of(book))
    assert not [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    targets = [link.target for sheet in book for link in links_of(sheet) if link.target]
    assert targets
    assert not [target for target in targets if target.startswith(("javascript", "http://evil")) or len(target) > 2079]
    assert {row["document_url"] for row in table(book["Paragraphs"])} == {"javascript:alert(1)"}
    assert {row["agenda_item"] for row in table(book["Statements"])} == {"'@SUM(A1)"}


def test_what_is_not_known_is_said_and_never_nought(published, tmp_path):
    with db.connect(published) as admin:
        for statement in (
            "alter table marts_r1.rpt_council_year alter numerator drop not null",
            "update marts_r1.rpt_council_year set numerator = null, share = null where year = 2017",
            "update marts_r1.rpt_theme_year set paragraphs = null,"
            " unknown_because = 'archive_holds_nothing_of_the_year' where year = 2017 and said_by = 'archive'",
            "update marts_r1.rpt_country_scorecard set wps_language_in_favour = null where year = 2017",
            "update marts_r1.rpt_nap_year set stated_count = null, coverage = null where year = 2017",
            "update marts_r1.dim_resolution set has_english_text = false where year = 2017",
        ):
            admin.execute(statement)
    book = written(published, tmp_path / "unknown.xlsx")
    assert {row["numerator"] for row in table(book["Council summary"])} == {"not known"}
    assert {row["share"] for row in table(book["Council summary"])} == {"no text"}
    assert {row["share_change"] for row in table(book["Council summary"])} == {"no share of 2016"}
    themes = [row for row in table(book["By theme"]) if row["said_by"] == "PeaceWomen's tags"]
    assert {(row["paragraphs"], row["unknown_because"]) for row in themes} == {
        ("not known", "the archive holds nothing of the year")
    }
    assert {row["wps_language_in_favour"] for row in table(book["Country scorecards"])} == {"—"}
    assert {row["coverage"] for row in table(book["Plan counts"])} == {"not known"}
    assert {row["stated_count"] for row in table(book["Plan counts"])} == {"none stated"}
    assert {row["all/commitments_wps"] for row in table(book["Force by addressee"])} == {"not known"}


def test_changes_name_the_release_and_the_figure(published, tmp_path):
    with db.connect(published) as admin:
        admin.execute("update audit.release set extracted = true")
    candidate(
        published,
        "update marts_candidate.rpt_council_year set numerator = numerator + 1"
        " where year in (2016, 2017) and definition_id = 'A' and scope = 'body';"
        "delete from marts_candidate.rpt_country_scorecard where country_id = 'COD' and year = 2017;"
        "delete from marts_candidate.fct_vote where resolution_number ="
        " (select max(resolution_number) from marts_candidate.fct_vote) and country_id is not null",
    )
    releases.publish(published)
    book = written(published, tmp_path / "changes.xlsx")
    rows = table(book["Changes"])
    assert [(row["mart"], row["column_name"], row["figure_id"]) for row in rows] == [
        ("rpt_council_year", "numerator", "council_year/2017/A/body/numerator"),
        ("rpt_country_scorecard", "(row)", "—"),
        ("fct_vote", "rows gone", "—"),
    ]
    assert (int(rows[0]["value_after"]) - int(rows[0]["value_before"]), rows[0]["release_before"]) == (1, 1)
    assert (rows[1]["value_before"], rows[1]["value_after"]) == ("the whole row", "—")
    assert "release 2 with release 1" in str(book["Changes"]["A3"].value)
