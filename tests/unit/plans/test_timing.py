"""When plans were adopted, and which years they are for."""

import pytest

from .helpers import rules, said

TIMES = ["adopted_on", "period_start", "period_end", "extended_to"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Norlandia adopted its most recent National Action Plan (NAP) in 2019.", "2019"),
        ("In May 2020, Norlandia launched its NAP.", "2020-05 month"),
        ("On 8 March 2016 the Government of Norlandia launched the NAP.", "2016-03-08 day"),
        ("The NAP was formally approved by the Council of Ministers on 12 September 2019.", "2019-09-12 day"),
        ("The NAP was launched at the seat of the United Nations in New York in October 2014.", "2014-10 month"),
        ("Published in 2013, the NAP has four pillars.", "2013"),
        ("Norlandia released the NAP, entitled Women at Work, on 12 September 2019.", "2019-09-12 day"),
        ("The launch of the NAP in 2018 was well attended.", "2018"),
        ("Norlandia endorsed its National Action Plan on Resolution 1325 (2000) in late 2011.", "2011"),
        ("Norlandia adopted the NAP through Executive Order 865 in March 2010.", "2010-03 month"),
        ("In 2005, Norlandia became the first country to adopt a NAP.", "2005"),
        ("In February 2019, Norlandia announced that it has finalised the NAP.", "2019-02 month"),
        (
            "In 2000, the Security Council adopted resolution 1325 (2000), and in 2006, Norlandia launched the NAP.",
            "2006",
        ),
    ],
)
def test_adoption(text, value):
    assert said(text, fields=["adopted_on"]) == [f"current ?: adopted_on {value}"]


@pytest.mark.parametrize(
    "text",
    [
        "The NAP will be adopted in 2027.",
        "The NAP has not been adopted, as was hoped in 2012.",
        "Norlandia adopted a law on violence in the home in 2012.",
        "A report on the NAP was published in 2019.",
        "Resolution 1325, adopted in October 2000, is what the NAP rests on.",
        "The NAP follows the strategy on equality adopted in 2014.",
        "The NAP was re-launched in 2014.",
        "The National Action Plan on gender equality was adopted in 2014.",
        "The Regional Action Plan was adopted in 2014.",
        "Chile adopted its first NAP in 2009.",
        "Chile's third NAP was launched in 2016.",
        "A neighbouring country adopted its own NAP in 2011.",
        "Most countries adopted their NAP in 2011.",
        "NAPs were adopted in 2010.",
        "Norlandia drafted its NAP in 2006.",
        "The NAP was adopted for a period of three years.",
    ],
)
def test_no_adoption(text):
    assert said(text, fields=TIMES) == []


def test_the_deed_is_the_rule():
    assert rules("The NAP was adopted in 2017 and launched in March 2018.") == {"adoption_adopted", "adoption_launched"}
    assert "adoption_announced" in rules("In 2019, Norlandia announced the adoption of its NAP in February 2019.")


def test_the_plan_that_was_adopted_is_not_the_one_it_replaced():
    text = "The third NAP, which replaced the second NAP (2009-2012), was launched in June 2016."
    assert said(text, fields=TIMES) == [
        "current 3: adopted_on 2016-06 month",
        "predecessor 2: period_end 2012",
        "predecessor 2: period_start 2009",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Norlandia adopted its NAP for the period 2018-2022.",
        "The NAP (2018–2022) has four pillars.",
        "Norlandia's 2018-2022 NAP has four pillars.",
        "The NAP covers the years 2018 to 2022.",
        "The NAP is implemented from 2018 to 2022.",
        "It runs from 2018 to 2022.",
        "The NAP was approved late, although it is meant for 2018-2022.",
        "NAP period: 2018-2022",
        "Period | 2018 - 2022",
        "Timeframe\n2018-2022",
    ],
)
def test_period(text):
    assert said(text, fields=TIMES) == ["current ?: period_end 2022", "current ?: period_start 2018"]


@pytest.mark.parametrize(
    "text",
    [
        "The NAP has a budget for 2018-2022.",
        "Workshops on the NAP were held between 2015 and 2017.",
        "Norlandia was a member of the Council for 2018-2019 and has a NAP.",
        "The matrix was for 2013-2014.",
        "Norlandia launched a strategy for 2018-2022 besides the NAP.",
    ],
)
def test_no_period(text):
    assert said(text, fields=["period_start", "period_end"]) == []


def test_one_end_of_a_period():
    assert said("The NAP ran until 31 March 2016.", fields=TIMES) == ["current ?: period_end 2016-03-31 day"]
    assert said("The NAP entered into force in January 2019.", fields=TIMES) == [
        "current ?: period_start 2019-01 month"
    ]
    assert said("The NAP expired in 2020.", fields=TIMES) == ["current ?: period_end 2020"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The NAP was extended by one year, to 2020.", "2020"),
        ("In 2019 the NAP was extended through December 2025.", "2025-12 month"),
        ("The period of the NAP was prolonged until 30 June 2019.", "2019-06-30 day"),
        ("The NAP was extended in 2019 to 2020.", "2020"),
        ("The NAP was extended until mid-2019.", "2019"),
    ],
)
def test_extension(text, value):
    assert said(text, fields=TIMES) == [f"current ?: extended_to {value}"]


@pytest.mark.parametrize(
    "text",
    ["The NAP was extended by one year.", "The NAP could be extended to 2025.", "The NAP was not extended to 2025."],
)
def test_no_extension(text):
    assert said(text, fields=TIMES) == []


def test_labels_name_what_stands_behind_or_below_them():
    text = "Adopted: March 2018\nLead agency: Ministry of Defence\nBudget\nNone\nM&E | Yes\nDisarmament\nNo."
    assert said(text) == [
        "current ?: adopted_on 2018-03 month",
        "current ?: budget none",
        "current ?: disarmament no",
        "current ?: lead_agency Ministry of Defence",
        "current ?: monitoring yes",
    ]
    assert {rule.partition("_")[0] for rule in rules(text)} == {"label"}
    assert said("Budget: Yes") == []  # of which kind, it does not say
