"""How titles are spelt: each way that was seen on the real site, and a few that differ in one habit."""

from dataclasses import dataclass

TITLED_SHORT = 77
TITLED_LONG = 255


@dataclass(frozen=True)
class Spelling:
    """One way to write a title. `at` is `42 (a)`, `tight` is `42(a)`; one item in `one_in` is written so."""

    name: str
    one_in: int
    template: str

    def write(self, number: int, year: int, at: str = "") -> str:
        """The title of a part of a resolution, or of all of it."""
        return self.template.format(n=number, year=year, at=at, tight=at.replace(" ", ""))


USUAL = "Security Council Resolution {n}: para. {at}"
OPERATIVE = (
    Spelling("title_capitals", 25, "SECURITY COUNCIL RESOLUTION {n}: para. {at}."),
    Spelling("title_final_stop", 8, "Security Council Resolution {n}: para. {at}."),
    Spelling("title_paragragh", 40, "Security Council Resolution {n}: Paragragh {at}"),
    Spelling("title_paragraph_word", 8, "Security Council Resolution {n}: Paragraph {at}"),
    Spelling("title_para_without_stop", 8, "Security Council Resolution {n}: Para {at}"),
    Spelling("title_capital_para_no_space", 12, "Security Council Resolution {n}: Para.{tight}"),
    Spelling("title_no_space", 6, "Security Council Resolution {n}: para.{tight}"),
    Spelling("title_op", 10, "Security Council Resolution {n}: OP{tight}"),
    Spelling("title_op_space", 30, "Security Council Resolution {n}: OP {at}"),
    Spelling("title_s_res", 15, "Security Council Resolution S/RES/{n}: para. {at}"),
    Spelling("title_year_in_brackets", 12, "Security Council Resolution {n} ({year}): para.{tight}"),
    Spelling("title_united_nations", 40, "United Nations Security Council Resolution {n}: para. {at}"),
    Spelling("title_comma", 40, "Resolution {n}, para. {at}"),
    Spelling("title_locator_in_brackets", 40, "Security Council Resolution {n} (para. {at})"),
    Spelling("title_lower_case", 60, "security council resolution {n}: para. {at}"),
    Spelling("title_symbol_only", 60, "S/RES/{n} ({year}), OP{tight}"),
    Spelling("title_usual", 1, USUAL),
)
RANGES = (
    Spelling("title_range", 2, "Security Council Resolution {n}: paras. {at}"),
    Spelling("title_range_op", 1, "Security Council Resolution {n}: OP{at}"),
)
LISTS = (Spelling("title_list", 1, "Security Council Resolution {n}: paras. {at}"),)
PREAMBLE = (
    Spelling("preamble_in_brackets", 6, "Security Council Resolution {n} (Preamble)"),
    Spelling("preamble_capitals", 15, "SECURITY COUNCIL RESOLUTION {n}: PREAMBLE"),
    Spelling("preamble_s_res", 12, "Security Council Resolution S/RES/{n}: Preamble."),
    Spelling("preamble_year_in_brackets", 12, "Security Council Resolution {n} ({year}): Preamble"),
    Spelling("preamble_usual", 1, "Security Council Resolution {n}: Preamble"),
)
RECITAL = (
    Spelling("preamble_pp_space", 3, "Security Council Resolution {n}: PP {at}"),
    Spelling("preamble_pp", 1, "Security Council Resolution {n}: PP{at}"),
)
WHOLE = (
    Spelling("whole_year_in_brackets", 15, "Security Council Resolution {n} ({year})"),
    Spelling("whole_s_res", 15, "Security Council Resolution S/RES/{n}"),
    Spelling("whole_final_stop", 30, "Security Council Resolution {n}."),
    Spelling("whole_united_nations", 30, "United Nations Security Council Resolution {n}"),
    Spelling("whole_usual", 1, "Security Council Resolution {n}"),
)

# A bundle holds several paragraphs on one theme: (name, one resolution in, template, names of the theme)
BUNDLES = (
    ("bundle_number_only", 25, "{n} {theme}", ("HR", "SGBV", "Protection")),
    ("bundle_resolution_theme", 14, "Resolution {n}, {theme}", ("General WPS", "Human Rights", "Protection")),
    (
        "bundle_statement_of_council",
        20,
        "Statement of the Security Council, Resolution {n}, {theme}",
        ("Participation", "Human Rights", "Protection"),
    ),
)
THEME_OF_BUNDLE = {
    "HR": "Human Rights",
    "SGBV": "Sexual and Gender-Based Violence",
    "General WPS": "General Women, Peace and Security",
}
"""The theme behind a bundle's short name for it, where the two differ."""


@dataclass(frozen=True)
class Start:
    """How a body gives its paragraph's number before the first word; one body in `one_in` does so."""

    name: str
    one_in: int
    template: str


STARTS = (
    Start("starts_quote", 30, '"{n}.  '),
    Start("starts_op_stop", 10, "OP{n}. "),
    Start("starts_op_space", 12, "OP {n}. "),
    Start("starts_paragraph_word", 20, "Paragraph {n}: "),
    Start("starts_para_stop", 15, "Para {n}. "),
    Start("starts_bare", 7, ""),
    Start("starts_number_stop", 1, "{n}. "),
)


def by_its_words(text: str, length: int) -> str:
    """A title made of the body's first characters; the short form ends in "...", the long one ends anyhow."""
    return text[:length] + "..." if length == TITLED_SHORT else text[:length].rstrip()
