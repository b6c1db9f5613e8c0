"""Words for the codes of the marts, as a reader of a report knows them, and the order of names."""

import unicodedata

SCOPES = {"body": "body", "body_and_annexes": "body and annexes"}

ADDRESSEES = {
    "secretary_general": "Secretary-General",
    "special_representative": "Special Representatives and Envoys",
    "peace_operation": "Peace operations",
    "national_authorities": "National authorities",
    "parties_to_conflict": "Parties to conflict",
    "member_states": "Member States",
    "troop_police_contributors": "Troop- and police-contributing countries",
    "security_council": "Security Council",
    "un_entities": "United Nations entities",
    "sanctions_bodies": "Sanctions bodies",
    "regional_organizations": "Regional organizations",
    "donors": "Donors",
    "civil_society": "Civil society",
    "other": "Others, or nobody named",
    "none": "Nobody is asked",
    "all": "All addressees",
}
"""Classes of addressees, in the order in which they stand."""

SCALES = {
    "gruenberg_2009_instructive": "Gruenberg (2009), instructive verbs",
    "gruenberg_2009_emotive": "Gruenberg (2009), emotive verbs",
    "lri_2010_legal": "Legal Response Initiative (2010)",
    "modeldiplomat": "Model Diplomat",
}

UNITS = {
    "member_state": "Member States",
    "member_state_or_observer": "Member and observer States",
    "all": "All, with Kosovo",
    "regional_body": "Regional bodies",
}

BECAUSE = {
    "archive_holds_nothing_of_the_year": "the archive holds nothing of the year",
    "no_english_text": "no English text",
    "no_resolution_of_the_year_is_here": "no resolution of the year is here",
}


def because(code: object) -> str:
    """Why something is not known, in words; several codes are parted by commas."""
    parts = str(code).split(", ")
    return "; ".join(BECAUSE.get(part, spelt(part)) for part in parts)


def spelt(code: object) -> str:
    """A code without its strokes: mandate_renewal as mandate renewal."""
    return str(code).replace("_", " ")


def listed(codes: object) -> str:
    """Several codes parted by commas or semicolons, without their strokes."""
    return "" if codes is None else spelt(codes)


def alphabetical(name: str) -> str:
    """What names are put in order by: Côte d'Ivoire stands before Croatia."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def scale(scale_id: object) -> str:
    """The name of a scale of verbs."""
    return SCALES.get(str(scale_id), spelt(scale_id))


def addressee(addressee_class: object) -> str:
    """The name of a class of addressees."""
    return ADDRESSEES.get(str(addressee_class), spelt(addressee_class))
