"""Money, monitoring, civil society, disarmament and who leads."""

import pytest

from .helpers import rules, said


@pytest.mark.parametrize(
    ("text", "kinds", "rule"),
    [
        ("The NAP does not include a dedicated budget.", ["none"], "budget_none"),
        ("The NAP doesn’t have an allocated budget.", ["none"], "budget_none"),
        ("There is no allocated budget for the implementation of the NAP.", ["none"], "budget_none"),
        ("The NAP lacks a budget.", ["none"], "budget_none"),
        ("No funds have been earmarked for the plan.", ["none"], "budget_none"),
        ("Without a dedicated budget, the NAP lives from gifts.", ["none"], "budget_none"),
        ("A budget has not been allocated to the NAP.", ["none"], "budget_none"),
        ("The NAP was not costed.", ["none"], "budget_not_costed"),
        ("The NAP remains unfunded.", ["none"], "budget_unfunded"),
        ("The NAP is fully costed.", ["costed"], "budget_costed"),
        ("The NAP has a detailed budget, although it names no donors.", ["costed"], "budget_costed"),
        ("The NAP has an estimated budget of USD 2 million.", ["costed"], "budget_costed"),
        ("The NAP includes an allocated budget.", ["allocated"], "budget_allocated"),
        ("A total of NOK 100 million was set aside for the plan.", ["allocated"], "budget_allocated"),
        ("The NAP has a budget of PHP 5 million.", ["allocated"], "budget_allocated"),
        (
            "Financing takes place within the regular budgets of the ministries.",
            ["funded_elsewhere"],
            "budget_existing_lines",
        ),
        ("Its funding comes from several budget lines.", ["funded_elsewhere"], "budget_existing_lines"),
        ("The plan was funded by the Embassy of Sudlandia.", ["funded_elsewhere"], "budget_funded_by_others"),
        ("The NAP includes a budget.", ["mentioned"], "budget_mentioned"),
        ("The NAP mentions the need for funding.", ["mentioned"], "budget_mentioned"),
        ("The NAP says that it cannot be carried out without a sufficient budget.", ["mentioned"], "budget_mentioned"),
        (
            "The NAP has no dedicated budget, but its activities are paid from the ordinary budgets of ministries.",
            ["funded_elsewhere", "none"],
            "budget_none",
        ),
    ],
)
def test_budgets_are_of_kinds(text, kinds, rule):
    assert said(text, fields=["budget"]) == [f"current ?: budget {kind}" for kind in kinds]
    assert rule in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "The NAP gives no information on its budget.",
        "Parliament passed the annual budget.",
        "NAPs should have a budget.",
        "The NAP has no new funds.",
    ],
)
def test_no_word_on_a_budget(text):
    assert said(text, fields=["budget"]) == []


def test_amounts_go_to_the_plan_they_are_for():
    text = "The government earmarked EUR 17 million for the third plan and EUR 40m for the fourth plan."
    assert said(text, fields=["budget_amount"]) == [
        "current 4: budget_amount 40000000 EUR",
        "predecessor 3: budget_amount 17000000 EUR",
    ]


def test_an_amount_may_lack_its_currency():
    assert said("Under the NAP $3 million is spent each year.") == ["current ?: budget_amount 3000000"]


def test_amounts_without_a_plan_are_not_its_amounts():
    assert said("The country exports fish worth EUR 3 million.") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The NAP includes a monitoring and evaluation framework with indicators.", "yes"),
        ("Annual progress reports on the NAP go to parliament.", "yes"),
        ("A working group monitors the implementation of the NAP.", "yes"),
        ("The NAP has no monitoring mechanism.", "no"),
        ("The NAP doesn't include indicators.", "no"),
        ("The plan lacks indicators.", "no"),
        ("Unlike the previous NAP, which had indicators, the NAP does not include a monitoring framework.", "no"),
        ("The NAP contains indicators but no monitoring and evaluation plan.", "partial"),
        ("The NAP only briefly mentions monitoring.", "partial"),
        ("The NAP has indicators, although monitoring is not clearly defined.", "partial"),
        ("The NAP does not have a budget and includes a monitoring framework.", "yes"),
    ],
)
def test_monitoring(text, value):
    assert said(text, fields=["monitoring"]) == [f"current ?: monitoring {value}"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The NAP was developed by the Ministry of Defence together with civil society.", "development"),
        ("The NAP was drafted in consultation with women’s organisations.", "consultation development"),
        ("Civil society organisations were consulted on the NAP.", "consultation"),
        ("NGOs are named as implementing partners of the NAP.", "implementation"),
        ("CSOs monitor the implementation of the NAP.", "monitoring"),
        (
            "Civil society took part in the drafting, implementation and monitoring of the NAP.",
            "development implementation monitoring",
        ),
        ("Women's groups took part in the review of the NAP.", "review"),
        (
            "The NAP was designed with the participation of civil society, which also helps to implement it.",
            "development implementation",
        ),
        ("Civil society is not mentioned in the NAP.", "not_mentioned"),
        ("The NAP makes no mention of NGOs.", "not_mentioned"),
    ],
)
def test_civil_society(text, parts):
    assert said(text, fields=["civil_society"]) == [f"current ?: civil_society {part}" for part in parts.split()]


@pytest.mark.parametrize(
    "text",
    [
        "Civil society was not involved in the development of the NAP.",
        "Civil society should take part in the monitoring of the NAP.",
        "The NAP gives grants to women's organisations.",
        "Civil society met the Minister for Development.",
        "The NAP was developed with development partners.",
    ],
)
def test_no_part_for_civil_society(text):
    assert said(text, fields=["civil_society"]) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The NAP refers to the Arms Trade Treaty.", ["yes"]),
        ("The NAP addresses small arms and DDR programmes.", ["yes"]),
        ("Disarmament is briefly mentioned in the NAP.", ["yes"]),
        ("The NAP does not mention disarmament.", ["no"]),
        ("The NAP makes no reference to disarmament.", ["no"]),
        ("Disarmament is not addressed in the NAP.", ["no"]),
        ("The NAP mentions DDR but does not refer to the arms trade.", ["no", "yes"]),
        ("The NAP does not address disarmament beyond DDR.", []),
        ("Disarmament matters.", []),
    ],
)
def test_disarmament(text, values):
    assert said(text, fields=["disarmament"]) == [f"current ?: disarmament {value}" for value in values]


@pytest.mark.parametrize(
    ("text", "name", "rule"),
    [
        (
            "The Ministry of Gender, Family and Children is the lead agency for the NAP.",
            "Ministry of Gender, Family and Children",
            "lead_agency",
        ),
        (
            "The lead agency is the Office of the Presidential Adviser on Peace.",
            "Office of the Presidential Adviser on Peace",
            "lead_agency",
        ),
        ("Lead agency: Task Force 1325", "Task Force 1325", "label_lead_agency"),
        (
            "The Ministry of Foreign Affairs is responsible for coordinating the NAP.",
            "Ministry of Foreign Affairs",
            "lead_responsible",
        ),
        (
            "The NAP is coordinated by the Inter-Ministerial Working Group.",
            "Inter-Ministerial Working Group",
            "lead_led_by",
        ),
        (
            "The NAP was drafted under the leadership of the Agency for Equality, in 2010.",
            "Agency for Equality",
            "lead_led_by",
        ),
        (
            "The NAP was developed by the Ministry of Defence and five other ministries with NGOs.",
            "Ministry of Defence and five other ministries",
            "lead_developed_by",
        ),
        (
            "The NAP was developed by the Ministry of Work, Family, Justice in consultation with NGOs.",
            "Ministry of Work, Family, Justice",
            "lead_developed_by",
        ),
        (
            "The NAP was developed by the Committee for Human Rights (CIDU).",
            "Committee for Human Rights (CIDU)",
            "lead_developed_by",
        ),
    ],
)
def test_lead_agency_as_it_is_written(text, name, rule):
    assert said(text, fields=["lead_agency"]) == [f"current ?: lead_agency {name}"]
    assert rule in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "The NAP was developed by experts.",
        "The march was led by Anna Smith.",
        "The NAP was not led by the Ministry of Defence.",
    ],
)
def test_no_lead_agency(text):
    assert said(text, fields=["lead_agency"]) == []
