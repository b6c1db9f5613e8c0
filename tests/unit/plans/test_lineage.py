"""Which plan is meant: editions, the plans before, the one to come, and what "it" is."""

import pytest

from .helpers import said


@pytest.mark.parametrize(
    "name",
    [
        "its third NAP", "its 3rd National Action Plan", "NAP III", "National Action Plan 3", "its third-generation"
        " plan",
        "its third National Action Plan (NAP) on Women, Peace and Security", "its third, and most recent, NAP",
        "its NAP (NORNAP III)", "its most recent NAP, its third,",
    ],
)  # fmt: skip
def test_editions_as_stated(name):
    assert "current 3: edition 3" in said(f"In 2016, Norlandia launched {name} with care.")


@pytest.mark.parametrize(
    "text", ["This is Norlandia's third NAP.", "The NAP is its third.", "The NAP is Norlandia's third and last."]
)
def test_what_it_is_counts_as_the_plan_in_force(text):
    assert said(text) == ["current 3: edition 3"]


@pytest.mark.parametrize(
    "text",
    [
        "The NAP is the first in the region.",
        "It is the first of its kind, this NAP.",
        "In its first year the NAP was little known.",
        "Norlandia was the second country in the region to have a NAP.",
        "Norlandia should adopt a third NAP.",
        "Norlandia does not have a second NAP.",
    ],
)
def test_no_edition(text):
    assert said(text, fields=["edition"]) == []


def test_predecessors_are_counted_and_dated_in_order():
    text = (
        "The NAP was preceded by two other NAPs, adopted in 2006 and 2015 and implemented for the periods 2006-2011"
        " and "
        "2015–2018."
    )
    assert said(text) == [
        "current 3*: edition 3",
        "current 3*: predecessors 2",
        "predecessor 1*: adopted_on 2006",
        "predecessor 1*: period_end 2011",
        "predecessor 1*: period_start 2006",
        "predecessor 2*: adopted_on 2015",
        "predecessor 2*: period_end 2018",
        "predecessor 2*: period_start 2015",
    ]


def test_as_many_values_as_plans_or_no_edition():
    text = "It was preceded by three other NAPs, adopted in 2006 and 2015."
    assert said(text, fields=["adopted_on"]) == ["predecessor ?: adopted_on 2006", "predecessor ?: adopted_on 2015"]


def test_a_single_predecessor():
    text = "Norlandia adopted its NAP in 2018. It was preceded by one other NAP (2013-2016)."
    assert said(text) == [
        "current 2*: adopted_on 2018",
        "current 2*: edition 2",
        "current 2*: predecessors 1",
        "predecessor 1*: period_end 2016",
        "predecessor 1*: period_start 2013",
    ]


def test_the_previous_plan_is_one_before():
    text = "The third NAP has a monitoring framework. The previous NAP covered 2012-2015 and had no allocated budget."
    assert said(text, fields=["period_end", "budget"]) == [
        "predecessor 2*: budget none",
        "predecessor 2*: period_end 2015",
    ]


def test_its_predecessor():
    assert said("Its predecessor ran from 2008 to 2011.") == [
        "predecessor ?: period_end 2011",
        "predecessor ?: period_start 2008",
    ]


def test_several_editions_in_one_sentence():
    text = "Norlandia adopted its first NAP in 2006, its second in 2011 and its third in 2015."
    assert said(text, fields=["adopted_on"]) == [
        "current 3: adopted_on 2015",
        "predecessor 1: adopted_on 2006",
        "predecessor 2: adopted_on 2011",
    ]


def test_what_is_said_of_several_plans_is_said_of_each():
    text = "The first two NAPs were not costed. The third NAP is costed."
    assert said(text, fields=["budget"]) == [
        "current 3: budget costed",
        "predecessor 1: budget none",
        "predecessor 2: budget none",
    ]


def test_how_many_there_were_so_far():
    assert said("Norlandia has adopted three NAPs so far.") == ["current 3*: edition 3"]


def test_a_plan_in_the_making():
    text = "A third-generation NAP for 2026-2031 is under development. It will cover 2026-2031."
    assert said(text) == [
        "successor 3: edition 3",
        "successor 3: in_development yes",
        "successor 3: period_end 2031",
        "successor 3: period_start 2026",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Norlandia is drafting its NAP.",
        "The Government has begun drafting a NAP.",
        "An update of the NAP is currently being drafted.",
    ],
)
def test_ways_to_say_that_a_plan_is_in_the_making(text):
    assert said(text) == ["successor ?: in_development yes"]


@pytest.mark.parametrize(
    "text",
    [
        "While the NAP was being drafted, a war began.",
        "Norlandia is not drafting a NAP.",
        "The NAP is being implemented.",
    ],
)
def test_nothing_in_the_making(text):
    assert said(text) == []


def test_a_plan_that_is_only_planned():
    assert said("A second NAP (2023-2027) is planned.") == [
        "successor 2: edition 2",
        "successor 2: period_end 2027",
        "successor 2: period_start 2023",
    ]


def test_it_is_the_plan_of_the_sentence_before():
    text = "Norlandia launched its second NAP in 2019. The first NAP was adopted in 2010. It covered 2010-2014."
    assert "predecessor 1: period_end 2014" in said(text)


def test_the_plan_is_the_one_in_force_unless_another_was_just_spoken_of():
    ahead = "Norlandia launched its second NAP in 2019. "
    assert "current 2: period_end 2023" in said(f"{ahead}The NAP covers 2019-2023.")
    assert said(f"{ahead}The first NAP was adopted in 2010. The NAP covers 2019-2023.", fields=["period_end"]) == []
    # A new paragraph takes nothing up.
    assert said(f"{ahead}The first NAP was adopted in 2010.\nThe NAP covers 2019-2023.", fields=["period_end"]) == [
        "current 2: period_end 2023"
    ]


def test_the_most_recent_plan_is_not_the_first_of_several():
    text = "Norlandia adopted its most recent NAP in 2019. The first NAP was adopted in 2010."
    assert said(text, fields=["adopted_on"]) == ["current ?: adopted_on 2019", "predecessor 1: adopted_on 2010"]


def test_a_page_that_counts_two_ways_gives_both_and_mixes_neither():
    text = (
        "Norlandia adopted its second NAP in 2018. It was preceded by two other NAPs. \nThere is no allocated budget."
    )
    assert said(text) == [
        "current 2: adopted_on 2018",
        "current 2: edition 2",
        "current 3*: edition 3",
        "current ?: budget none",
        "current ?: predecessors 2",
    ]


def test_other_names_of_the_same_plan():
    text = "Norlandia launched its second plan, NORNAP II, on 27 May 2020."
    assert said(text) == ["current 2: adopted_on 2020-05-27 day", "current 2: edition 2"]
