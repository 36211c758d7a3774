# SPDX-License-Identifier: GPL-3.0-or-later
"""The coalition's vocabulary as it travels in HSDS: attributes of a service under two taxonomies of our own.

*Companion street attributes*: a code of `domain.directory.STREET_ATTRIBUTES` with yes, no or unknown.
*Companion street facts*: need (one attribute each), inside_by, ask_for, calls_parent_within, audience.
Terms of other taxonomies stay in the service's original and are not judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from outreach_app.domain.codes import NEEDS, UNKNOWN
from outreach_app.domain.directory import AUDIENCES, CLOCK, FOR_PERSON, LINE_LIMIT, NO, STREET_ATTRIBUTES, YES
from outreach_app.formats.hsds_fields import Loose

ATTRIBUTES: Final = "Companion street attributes"
FACTS: Final = "Companion street facts"

_VALUES: Final = {
    "yes": YES, "y": YES, "true": YES, "1": YES, "no": NO, "n": NO, "false": NO, "0": NO,
    UNKNOWN: UNKNOWN, "": UNKNOWN,
}  # fmt: skip
_TEXT_FACTS: Final = ("ask_for", "calls_parent_within")

LANGUAGES: Final = {
    "english": "en", "inglés": "en", "spanish": "es", "español": "es", "espanol": "es", "castellano": "es",
    "chinese": "zh", "mandarin": "zh", "cantonese": "zh", "chino": "zh", "taiwanese": "zh", "toisanese": "zh",
    "simplified chinese": "zh", "traditional chinese": "zh", "vietnamese": "vi", "korean": "ko", "arabic": "ar",
    "árabe": "ar", "french": "fr", "francés": "fr", "portuguese": "pt", "portugués": "pt", "brazilian portuguese": "pt",
    "cape verdean creole": "kea", "cape verdean": "kea", "russian": "ru", "ruso": "ru", "somali": "so",
    "tagalog": "tl", "filipino": "tl", "pilipino": "tl", "ilocano": "ilo", "cebuano": "ceb", "haitian creole": "ht",
    "haitian": "ht", "creole": "ht", "kreyol": "ht", "french creole": "ht", "swahili": "sw", "kiswahili": "sw",
    "amharic": "am", "tigrinya": "ti", "oromo": "om", "farsi": "fa", "persian": "fa", "dari": "prs", "pashto": "ps",
    "pushto": "ps", "kurdish": "ku", "hindi": "hi", "urdu": "ur", "gujarati": "gu", "tamil": "ta", "telugu": "te",
    "malayalam": "ml", "kannada": "kn", "marathi": "mr", "sinhala": "si", "burmese": "my", "karen": "kar", "thai": "th",
    "lao": "lo", "laotian": "lo", "khmer": "km", "cambodian": "km", "indonesian": "id", "malay": "ms", "polish": "pl",
    "czech": "cs", "slovak": "sk", "hungarian": "hu", "romanian": "ro", "bulgarian": "bg", "albanian": "sq",
    "serbian": "sr", "croatian": "hr", "serbo-croatian": "sh", "macedonian": "mk", "greek": "el", "turkish": "tr",
    "armenian": "hy", "georgian": "ka", "hebrew": "he", "yiddish": "yi", "german": "de", "alemán": "de", "dutch": "nl",
    "pennsylvania dutch": "pdc", "italian": "it", "italiano": "it", "swedish": "sv", "norwegian": "no", "danish": "da",
    "finnish": "fi", "lithuanian": "lt", "latvian": "lv", "estonian": "et", "japanese": "ja", "ukrainian": "uk",
    "nepali": "ne", "dzongkha": "dz", "tibetan": "bo", "mongolian": "mn", "uzbek": "uz", "bosnian": "bs",
    "punjabi": "pa", "panjabi": "pa", "bengali": "bn", "bangla": "bn", "hmong": "hmn", "mien": "ium",
    "samoan": "sm", "tongan": "to", "hawaiian": "haw", "chamorro": "ch", "chuukese": "chk", "marshallese": "mh",
    "kinyarwanda": "rw", "kirundi": "rn", "lingala": "ln", "wolof": "wo", "yoruba": "yo", "igbo": "ig", "hausa": "ha",
    "twi": "tw", "akan": "ak", "fulani": "ff", "mandinka": "mnk", "navajo": "nv", "diné": "nv", "lakota": "lkt",
    "cherokee": "chr", "yupik": "esu", "nahuatl": "nah", "mixteco": "mix", "mixtec": "mix", "zapotec": "zap",
    "zapoteco": "zap", "mam": "mam", "k'iche'": "quc", "quiche": "quc", "quechua": "qu",
    "american sign language": "ase",
    "asl": "ase", "sign language": "ase", "american sign language (asl)": "ase", "lenguaje de señas": "ase",
}  # fmt: skip
"""Names of languages as directories write them → ISO 639."""
_APART: Final = re.compile(r"\s*(?:[,;/|&•\n]|\band\b|\by\b|\band/or\b|\bor\b)\s*", re.IGNORECASE)
_AROUND: Final = re.compile(
    r"\([^)]*\)|\b(?:languages?|spoken|speaking|speakers?|only|bilingual|staff|idiomas?|also)\b|[.:*]", re.IGNORECASE
)
_LONG_CODES: Final = {
    "eng": "en", "spa": "es", "zho": "zh", "chi": "zh", "cmn": "zh", "yue": "zh", "vie": "vi", "kor": "ko", "ara": "ar",
    "fra": "fr", "fre": "fr", "por": "pt", "rus": "ru", "som": "so", "tgl": "tl", "hat": "ht", "swa": "sw", "amh": "am",
    "fas": "fa", "per": "fa", "hin": "hi", "urd": "ur", "mya": "my", "bur": "my", "tha": "th", "pol": "pl", "deu": "de",
    "ger": "de", "ita": "it", "jpn": "ja", "ukr": "uk", "nep": "ne", "bos": "bs", "pan": "pa", "ben": "bn",
}  # fmt: skip
"""ISO 639-2 and 639-3 codes that have a two-letter one."""
_KNOWN_CODES: Final = {**{code: code for code in LANGUAGES.values()}, **_LONG_CODES}


@dataclass
class StreetFacts:
    """What a service's attributes say in the coalition's vocabulary."""

    attributes: dict[str, str] = field(default_factory=dict)
    needs: dict[str, None] = field(default_factory=dict)
    inside_by: str = ""
    ask_for: str = ""
    calls_parent_within: str = ""
    audience: str = FOR_PERSON


def read_street_facts(rows: Iterable[Loose]) -> StreetFacts:
    """The facts among a service's attributes."""
    found = StreetFacts()
    said: dict[str, str] = {}
    for row in rows:
        term = row.inner("taxonomy_term")
        taxonomy = _taxonomy(term)
        if taxonomy == ATTRIBUTES.lower():
            _attribute(row, term.text("code"), said)
        elif taxonomy == FACTS.lower():
            _fact(row, term.text("code"), found)
    found.attributes = {code: said[code] for code in STREET_ATTRIBUTES if said.get(code) in (YES, NO)}
    return found


def _taxonomy(term: Loose) -> str:
    value = term.value.get("taxonomy")
    if not isinstance(value, str):
        detail = term.value.get("taxonomy_detail")
        value = detail.get("name") if isinstance(detail, dict) else None
    return value.strip().lower() if isinstance(value, str) else ""


def _attribute(row: Loose, code: str, said: dict[str, str]) -> None:
    value = _VALUES.get(row.text("value").lower())
    if code not in STREET_ATTRIBUTES:
        row.problem("taxonomy_term.code", "unknown_code")
    elif value is None:
        row.problem("value", "unknown_code")
    elif said.get(code, value) != value:
        row.problem("taxonomy_term.code", "twice")
        said[code] = UNKNOWN
    else:
        said[code] = value


def _fact(row: Loose, code: str, found: StreetFacts) -> None:
    value = row.text("value", limit=LINE_LIMIT)
    if code == "need" and value in NEEDS:
        found.needs[value] = None
    elif code == "inside_by" and CLOCK.fullmatch(value.zfill(5)):
        found.inside_by = value.zfill(5)
    elif code == "audience" and value in AUDIENCES:
        found.audience = value
    elif code in _TEXT_FACTS:
        setattr(found, code, value)
    else:
        row.problem("value" if code in ("need", "inside_by", "audience") else "taxonomy_term.code", "unknown_code")


def read_languages(rows: Iterable[Loose]) -> tuple[str, ...]:
    """ISO 639 codes, each once; a language known by its name alone is looked up, also where one row lists several."""
    found: dict[str, None] = {}
    for row in rows:
        code = language_code(row.text("code").lower().split("-")[0])
        if code:
            found[code] = None
            continue
        named, unknown = named_languages(row.text("name"))
        found.update(dict.fromkeys(named))
        if unknown or (not named and row.has("code")):
            row.problem("code", "unknown_code")
    return tuple(found)


def language_code(text: str) -> str:
    """An ISO 639 code out of one in two or three letters, the shorter where there are both; empty for none."""
    code = _LONG_CODES.get(text, text)
    return code if code.isascii() and code.isalpha() and len(code) in (2, 3) else ""


def named_languages(text: str) -> tuple[list[str], list[str]]:
    """(codes, words that name no known language) of a list as people write it: `English, Spanish & Somali`."""
    found: dict[str, None] = {}
    unknown: list[str] = []
    for part in _APART.split(text):
        whole = " ".join(part.lower().split())
        name = " ".join(_AROUND.sub(" ", part).lower().split())
        code = LANGUAGES.get(whole) or LANGUAGES.get(name) or _KNOWN_CODES.get(name, "")
        if code:
            found[code] = None
        elif name:
            unknown.append(name)
    return list(found), unknown
