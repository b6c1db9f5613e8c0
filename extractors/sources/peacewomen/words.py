"""How the Council opens its paragraphs: participles in the preamble, verbs in the third person in the operative part.

Both lists are the opening words of official resolutions of 2000-2019, in both spellings.
"""

import re
from typing import Literal

Part = Literal["operative", "preamble"]

_ADVERB_WORDS = """
    again also deeply equally firmly fully further furthermore gravely once particularly profoundly seriously
    strongly unequivocally
"""
_ADVERBS = frozenset(_ADVERB_WORDS.split())
_PARTICIPLE_WORDS = """
    acknowledging acting affirming agreeing alarmed anticipating appalled applauding appreciating aware bearing
    calling cognizant commending committed concerned concurring condemning congratulating conscious considering
    continuing convinced declaring demanding deploring determined determining disturbed drawing echoing
    emphasising emphasizing encouraged encouraging endorsing expressing extolling guided having highlighting
    honouring inviting looking mindful noting paying pledging reaffirming recalling recognising recognizing
    referring registering regretting reiterating remaining remembering reminding renewing requesting resolved
    resolving responding seeking sharing stressing supporting taking thanking underlining underscoring urging
    welcoming willing
"""
PARTICIPLES = frozenset(_PARTICIPLE_WORDS.split())
_VERB_WORDS = """
    acknowledges affirms agrees appeals applauds approves authorises authorizes calls commends condemns confirms
    congratulates considers decides declares demands deplores determines directs emphasises emphasizes
    encourages endorses establishes expresses extends highlights insists instructs intends invites looks
    maintains notes pays reaffirms recalls recognises recognizes recommends regrets reiterates remains reminds
    renews requests requires resolves reviews shares stresses supports takes terminates underlines underscores
    urges welcomes
"""
VERBS = frozenset(_VERB_WORDS.split())


def part_by_opening(text: str) -> Part | None:
    """The part of a resolution that a text without its marker opens like; None for other words.

    Adverbs before the word are passed over, and a hyphen in it ("Re-emphasizing").
    """
    for word in re.findall(r"[a-z]+", text[:80].replace("-", "").lower())[:4]:
        if word in PARTICIPLES:
            return "preamble"
        if word in VERBS:
            return "operative"
        if word not in _ADVERBS:
            return None
    return None
