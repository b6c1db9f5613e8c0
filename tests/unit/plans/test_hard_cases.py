"""The cases that break naive readers: real plans and years, in sentences written for these tests."""

from extractors.plans.claims import read_claims

from .helpers import rules, said

TIMES = ["adopted_on", "period_start", "period_end", "extended_to"]


def test_netherlands_iii_was_extended_after_its_adoption():
    text = (
        "The third plan had been written for 2016-2019; in 2019 it was extended by one year, to 2020. A fourth "
        "NAP followed for 2021-2025."
    )
    assert said(text, "The Netherlands", ["period_end", "extended_to"]) == [
        "current 4: period_end 2025",
        "predecessor 3: extended_to 2020",
        "predecessor 3: period_end 2019",
    ]


def test_liberia_ii_is_extended_while_iii_is_being_written():
    text = (
        "The second plan of Liberia, launched in 2019 for 2019-2023, was prolonged through December 2025.\n"
        "A third-generation plan for 2026-2031 is under development."
    )
    assert said(text, "Liberia") == [
        "current 2: adopted_on 2019",
        "current 2: edition 2",
        "current 2: extended_to 2025-12 month",
        "current 2: period_end 2023",
        "current 2: period_start 2019",
        "successor 3: edition 3",
        "successor 3: in_development yes",
        "successor 3: period_end 2031",
        "successor 3: period_start 2026",
    ]


def test_australia_i_ran_longer_and_ii_runs_to_2031():
    text = (
        "Australia's first plan was meant for 2012-2018 and later extended until mid-2019. The second NAP covers "
        "2021-2031."
    )
    assert said(text, "Australia", TIMES) == [
        "current 2: period_end 2031",
        "current 2: period_start 2021",
        "predecessor 1: extended_to 2019",
        "predecessor 1: period_end 2018",
        "predecessor 1: period_start 2012",
    ]


def test_sweden_iii_expired_but_is_still_active():
    text = "Sweden's third NAP was for 2016-2020. It expired in 2020 but is still active."
    assert said(text, "Sweden", TIMES) == ["current 3: period_end 2020", "current 3: period_start 2016"]
    assert "period_expired" in rules(text, "Sweden")


def test_cameroon_adopted_before_the_period_began():
    text = "Cameroon approved its NAP in November 2017. It is implemented from 2018 to 2020."
    assert said(text, "Cameroon") == [
        "current ?: adopted_on 2017-11 month",
        "current ?: period_end 2020",
        "current ?: period_start 2018",
    ]


def test_the_number_of_the_philippine_plan_is_contested():
    text = "The NAP for 2017-2022 is the third of the Philippines.\nThe NAP is its third; others call it the second."
    editions = said(text, "Philippines", ["edition"])
    assert editions == ["current 2: edition 2", "current 3: edition 3"]
    assert said(text, "Philippines", ["period_end"]) == ["current ?: period_end 2022"]  # whose number, nobody can say


def test_the_philippine_budget_of_an_executive_order():
    text = (
        "The Philippines approved its first plan in March 2010 through Executive Order 865 and funded it with PHP "
        "5 million."
    )
    assert said(text, "Philippines") == [
        "current 1: adopted_on 2010-03 month",
        "current 1: budget_amount 5000000 PHP",
        "current 1: edition 1",
    ]


def test_nepal_ii_counts_in_fiscal_years():
    text = "Nepal endorsed its second National Action Plan on 22 September 2022, covering FY 2022/2023-2024/2025."
    assert said(text, "Nepal", TIMES) == [
        "current 2: adopted_on 2022-09-22 day",
        "current 2: period_end 2025 fiscal_year",
        "current 2: period_start 2022 fiscal_year",
    ]


def test_kyrgyzstan_contradicts_itself_and_both_stay():
    text = (
        "Kyrgyzstan adopted its second NAP in 2018 for the period 2018-2020.\n"
        "“The NAP was approved in November 2015”, an official is quoted as saying."
    )
    assert said(text, "Kyrgyzstan", ["adopted_on"]) == [
        "current 2: adopted_on 2015-11 month",
        "current 2: adopted_on 2018",
    ]


def test_a_page_rewritten_in_place_gives_other_claims_from_other_sentences():
    old = "Slovenia adopted its first NAP in 2010 for 2010-2015."
    new = "Slovenia adopted its second NAP on 15 November 2018 for 2018-2020. The first plan ran from 2010 to 2015."
    assert "current 1: period_end 2015" in said(old, "Slovenia")
    assert "predecessor 1: period_end 2015" in said(new, "Slovenia")
    assert "current 2: adopted_on 2018-11-15 day" in said(new, "Slovenia")


def test_norway_v_and_the_four_before():
    text = (
        "Norway launched its fifth NAP in 2023 for 2023-2030. It was preceded by four other NAPs, adopted in 2006,"
        " 2011, "
        "2015 and 2019 and implemented for the periods 2006-2011, 2011-2015, 2015-2018 and 2019-2022, respectively.\n"
        "Unlike the fourth plan, the NAP contains neither indicators nor a monitoring framework."
    )
    claims = said(text, "Norway")
    assert [line for line in claims if "predecessor 4*" in line] == [
        "predecessor 4*: adopted_on 2019",
        "predecessor 4*: period_end 2022",
        "predecessor 4*: period_start 2019",
    ]
    assert "current 5: monitoring no" in claims
    assert "current 5*: edition 5" in claims
    assert "current 5: period_end 2030" in claims


def test_armenia_only_announced():
    text = "In February 2019, Armenia announced that it has finalised its first NAP."
    assert said(text, "Armenia") == ["current 1: adopted_on 2019-02 month", "current 1: edition 1"]
    assert rules(text, "Armenia") == {"adoption_announced", "edition_stated"}


def test_three_years_from_the_adoption_are_not_computed():
    text = "Argentina's first NAP was adopted in September 2015 for a period of three years."
    assert said(text, "Argentina", TIMES) == ["current 1: adopted_on 2015-09 month"]


def test_uganda_s_budgets_differ_by_plan():
    text = "Uganda's first two NAPs were not costed. The third NAP (2021-2025) is costed."
    assert said(text, "Uganda", ["budget"]) == [
        "current 3: budget costed",
        "predecessor 1: budget none",
        "predecessor 2: budget none",
    ]


def test_congo_is_not_the_other_congo():
    text = "The Democratic Republic of the Congo adopted its first NAP in 2010."
    assert said(text, "Republic of the Congo") == []
    assert said(text, "DRC", ["adopted_on"]) == ["current 1: adopted_on 2010"]
    assert said(text, None, ["adopted_on"]) == ["current 1: adopted_on 2010"]


def test_a_sudan_is_not_the_other_sudan():
    assert said("South Sudan adopted its NAP in 2015.", "Sudan") == []


def test_claims_come_in_the_order_of_the_text_each_once():
    text = "Norlandia adopted its second NAP in 2018. The NAP is costed. The NAP is costed."
    claims = read_claims(text, "Norlandia")
    assert [claim["start"] for claim in claims] == sorted(claim["start"] for claim in claims)
    assert [claim["field"] for claim in claims] == ["edition", "adopted_on", "budget", "budget"]
    assert text[claims[2]["start"] : claims[2]["end"]] == "The NAP is costed."
    assert claims[2]["start"] < claims[3]["start"]  # said twice, in two sentences


def test_a_sentence_without_end_is_not_read():
    assert read_claims("The NAP was adopted in 2010 " + "and more " * 300, "Norlandia") == []
    assert read_claims("", None) == []
