"""Themes, topics and countries of the items, chosen by hash and by words: they prove plumbing, never quality."""

from dataclasses import dataclass

from replica import seeded


@dataclass(frozen=True)
class Theme:
    """One of the thirteen consolidated themes. Of its list, `about` is the first paragraph."""

    term_id: int
    name: str
    weight: int
    """How many items in a hundred stand on its list."""
    about: str


# Ids of six are those of the real site (20, 23, 26, 30, 31, 32); those of the others were never seen and are made up.
THEMES = (
    Theme(20, "General Women, Peace and Security", 45, "Texts on the agenda as a whole, from resolution 1325 on."),
    Theme(21, "Conflict Prevention", 12, "Texts on women in early warning and in the prevention of war."),
    Theme(23, "Participation", 35, "Texts on women at the table: elections, offices, talks, missions."),
    Theme(24, "Protection", 25, "Texts on the safety of women and girls in war and after it."),
    Theme(25, "Peace Processes", 14, "Texts on mediation, agreements and those who make them."),
    Theme(26, "Sexual and Gender-Based Violence", 35, "Texts on sexual violence in conflict and the answer to it."),
    Theme(27, "Peacekeeping", 20, "Texts on missions: mandates, advisers, conduct, training."),
    Theme(28, "Human Rights", 18, "Texts on rights, on those who defend them and on how they are monitored."),
    Theme(29, "Disarmament", 8, "Texts on arms, on their trade and on those who lay them down."),
    Theme(30, "Justice, Rule of Law and Security Sector Reform", 16, "Texts on courts, police, prisons and armies."),
    Theme(31, "Reconstruction and Peacebuilding", 10, "Texts on recovery, livelihoods and institutions after war."),
    Theme(32, "Implementation", 20, "Texts on who carries the agenda out, on plans, reports and means."),
    Theme(33, "Displacement and Humanitarian Response", 9, "Texts on relief, on refugees and on displaced people."),
)
BY_TERM = {theme.term_id: theme for theme in THEMES}
OXFORD_COMMA = "Justice, Rule of Law, and Security Sector Reform"
MISSPELT = "Participaton"
"""As an editor might have typed Participation."""


def terms_of(name: str) -> tuple[int, ...]:
    """Term ids for an item by its name alone: one at least, several often."""
    terms = tuple(t.term_id for t in THEMES if seeded.number("theme", t.term_id, name) % 100 < t.weight)
    return terms or (20,)


# (words of the agenda item, geographical topic, country as under `Countries:`), the first that fits
_PLACES = (
    ("Afghanistan", "Afghanistan", "Afghanistan"),
    ("Burundi", "Burundi", "Burundi"),
    ("Chad, the Central African", "Chad", "Chad"),
    ("Central African Republic", "Central African Republic", "Central African Republic"),
    ("Ivoire", "Cote d'Ivoire", "Cote d'Ivoire"),
    ("IVOIRE", "Cote d'Ivoire", "Cote d'Ivoire"),
    ("Cyprus", "Cyprus", "Cyprus"),
    ("Democratic Republic of the Congo", "Democratic Republic of the Congo", "Congo (Kinshasa)"),
    ("DEMOCRATIC REPUBLIC OF THE CONGO", "Democratic Republic of the Congo", "Congo (Kinshasa)"),
    ("Guinea-Bissau", "Guinea-Bissau", "Guinea-Bissau"),
    ("Haiti", "Haiti", "Haiti"),
    ("Kuwait", "Iraq", "Iraq"),
    ("Iraq", "Iraq", "Iraq"),
    ("Liberia", "Liberia", "Liberia"),
    ("Libya", "Libya", "Libya"),
    ("Mali", "Mali/Sahel", "Mali"),
    ("Sierra Leone", "Sierra Leone", "Sierra Leone"),
    ("Somalia", "Somalia", "Somalia"),
    ("SOUTH SUDAN", "South Sudan", "South Sudan"),
    ("Sudan", "Sudan", "Sudan"),
    ("Timor", "Timor-Leste", "Timor-Leste"),
    ("Western Sahara", "Western Sahara", "Western Sahara"),
    ("SYRIAN", "Syria", "Syria"),
    ("LEBANON", "Lebanon", "Lebanon"),
    ("YEMEN", "Yemen", "Yemen"),
    ("Colombia", "Colombia", "Colombia"),
    ("Kosovo", "Kosovo", "Kosovo"),
    ("Bosnia", "Bosnia and Herzegovina", "Bosnia and Herzegovina"),
    ("Eritrea", "Ethiopia/Eritrea", "Ethiopia"),
    ("Georgia", "Georgia", "Georgia"),
    ("Angola", "Angola", "Angola"),
    ("Nepal", "Nepal", "Nepal"),
    ("Middle East", "Middle East", "Global"),
)
_SUBJECTS = (
    ("Women and peace", "Women, Peace and Security"),
    ("Children and armed", "Children and Armed Conflict"),
    ("Protection of civilians", "Protection of Civilians"),
    ("peacekeeping", "Peacekeeping Operations"),
    ("peacebuilding", "Post-Conflict Peacebuilding"),
    ("terroris", "Terrorism"),
    ("Non-proliferation", "Non-Proliferation"),
    ("small arms", "Small Arms"),
    ("Tribunal", "International Tribunals"),
)
GEOGRAPHIC_TOPICS = tuple(dict.fromkeys(topic for _, topic, _ in _PLACES))


def place_of(agenda: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(geographical topics, countries) for an agenda item; no topic and `Global` where it names no place."""
    for words, topic, country in _PLACES:
        if words in agenda:
            return (topic,), (country,)
    return (), ("Global",)


def subject_of(agenda: str) -> tuple[str, ...]:
    """Thematic topics for an agenda item."""
    return tuple(topic for words, topic in _SUBJECTS if words in agenda)[:1]
