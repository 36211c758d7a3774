# SPDX-License-Identifier: GPL-3.0-or-later
"""Which column of a plain table holds what: guessed from the columns' names, kept as JSON, read strictly.

JSON: `{"v": 1, "columns": {field: [column]}, "joiners": {field: text}, "attributes": {attribute: [column or
{"column", "yes", "no"}]}, "needs": {word: [need]}, "audience": {word: audience}, "delimiter": text}`; described in
`docs/DIRECTORY_FORMS.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from outreach_app.domain.codes import NEEDS
from outreach_app.domain.directory import AUDIENCES, STREET_ATTRIBUTES
from outreach_app.domain.errors import BadField
from outreach_app.domain.reading import Fields
from outreach_app.domain.words import fold
from outreach_app.formats.csv_door import stays_outside
from outreach_app.formats.csv_fields import FIELDS, AttributeColumn, Plan
from outreach_app.formats.csv_rows import DELIMITERS

VERSION: Final = 1
SURE: Final = 1.0
LIKELY: Final = 0.7
"""A column whose name holds the words for a field among others."""
_LIMIT: Final = 120


@dataclass(frozen=True)
class Guess:
    """What a column seems to hold: a field or a street attribute, from 0 to 1 how surely."""

    column: str
    target: str
    confidence: float


@dataclass(frozen=True)
class ColumnMapping:
    """A mapping read."""

    plan: Plan
    delimiter: str = ""
    used: tuple[str, ...] = field(default=())
    """Every column it names."""


_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "record id", "resource id", "service id", "unique id", "number", "identificador", "clave"),
    "name": ("name", "service name", "program name", "programme", "program", "service", "resource", "resource name",
             "site name", "title", "nombre", "servicio", "programa", "nombre del servicio", "nombre del programa"),
    "organization": ("organization", "organisation", "organization name", "agency", "agency name", "provider",
                     "parent agency", "company", "organizacion", "agencia", "entidad", "institucion"),
    "discreet_name": ("discreet name", "safe name", "nombre discreto"),
    "description": ("description", "service description", "about", "details", "summary", "services provided",
                    "services", "descripcion", "detalles", "servicios"),
    "alert": ("alert", "notice", "announcement", "aviso", "alerta"),
    "needs": ("category", "categories", "need", "needs", "type", "service type", "type of service", "tags", "topic",
              "categoria", "categorias", "tipo", "tipo de servicio", "necesidad", "necesidades"),
    "audience": ("audience", "who is it for", "publico", "destinatarios"),
    "phones": ("phone", "phone number", "telephone", "phones", "tel", "hotline", "phone 1", "phone 2", "main phone",
               "crisis line", "toll free", "telefono", "telefonos", "linea de crisis", "numero de telefono"),
    "fax": ("fax", "fax number"),
    "textphone": ("tty", "tdd", "tty tdd", "textphone"),
    "place": ("building", "location name", "place", "edificio", "lugar"),
    "street": ("address", "street", "street address", "address 1", "address 2", "address line 1", "address line 2",
               "physical address", "location", "direccion", "calle", "domicilio", "ubicacion"),
    "city": ("city", "town", "ciudad", "municipio", "localidad"),
    "region": ("county", "region", "district", "borough", "condado", "distrito"),
    "state": ("state", "province", "state province", "estado", "provincia"),
    "postal_code": ("zip", "zip code", "zipcode", "postal code", "postcode", "codigo postal", "cp"),
    "mail_street": ("mailing address", "mail address", "po box", "direccion postal"),
    "mail_city": ("mailing city",),
    "mail_state": ("mailing state",),
    "mail_postal_code": ("mailing zip", "mailing zip code", "mailing postal code"),
    "transport": ("transportation", "bus", "transit", "public transit", "directions", "getting there", "transporte"),
    "area": ("area", "service area", "coverage", "coverage area", "area served", "geographic area", "zona",
             "area de servicio", "cobertura"),
    "postal_codes": ("zip codes served", "zips served", "service zip codes", "codigos postales"),
    "minimum_age": ("minimum age", "min age", "age min", "age from", "edad minima"),
    "maximum_age": ("maximum age", "max age", "age max", "age to", "edad maxima"),
    "ages": ("ages", "age", "age range", "ages served", "age group", "edad", "edades"),
    "eligibility": ("eligibility", "who can use it", "requirements", "population", "population served",
                    "eligible population", "elegibilidad", "requisitos", "poblacion"),
    "application": ("application", "how to apply", "intake procedure", "application process", "intake process",
                    "how to access", "procedure", "como solicitar", "solicitud", "proceso"),
    "documents": ("documents", "documents required", "required documents", "documentation", "documentos",
                  "documentos requeridos", "documentos necesarios"),
    "fees": ("fees", "fee", "cost", "costs", "price", "payment", "fee structure", "costo", "precio", "tarifa", "cuota"),
    "languages": ("languages", "language", "languages spoken", "languages offered", "idioma", "idiomas"),
    "interpretation": ("interpretation", "interpreter", "interpreters", "interpretacion", "interprete"),
    "opening": ("hours", "opening hours", "hours of operation", "open", "schedule", "business hours", "office hours",
                "horario", "horarios", "horas", "horario de atencion"),
    "intake": ("intake hours", "intake times", "admission hours", "horario de ingreso", "horario de admision"),
    "inside_by": ("be inside by", "curfew", "doors close", "toque de queda"),
    "verified_on": ("verified", "verified on", "last verified", "last verified on", "date verified", "last checked",
                    "verificado", "fecha de verificacion"),
    "website": ("website", "web", "url", "web site", "web address", "homepage", "link", "sitio web", "pagina web"),
    "status": ("status", "agency status", "record status", "estatus"),
    "ask_for": ("ask for", "department", "preguntar por", "departamento"),
}  # fmt: skip
_DAY_NAMES: Final = {
    "monday": ("mon", "monday", "lunes"), "tuesday": ("tue", "tues", "tuesday", "martes"),
    "wednesday": ("wed", "wednesday", "miercoles"), "thursday": ("thu", "thur", "thurs", "thursday", "jueves"),
    "friday": ("fri", "friday", "viernes"), "saturday": ("sat", "saturday", "sabado"),
    "sunday": ("sun", "sunday", "domingo"),
}  # fmt: skip
_ATTRIBUTES: Final[Mapping[str, tuple[str, ...]]] = {
    "id_required": ("id required", "id", "photo id", "requires id", "identificacion requerida", "pide identificacion"),
    "pets": ("pets", "pets allowed", "pet friendly", "mascotas"),
    "takes_men": ("men", "takes men", "males", "hombres"),
    "takes_women": ("women", "takes women", "females", "mujeres"),
    "takes_trans": ("trans", "transgender", "takes trans", "lgbtq", "lgbtq friendly"),
    "pregnant": ("pregnant", "pregnant women", "embarazadas"),
    "children_with_adult": ("children", "families", "children allowed", "kids", "ninos", "familias"),
    "partner_together": ("couples", "partners", "parejas"),
    "step_free": ("wheelchair", "accessible", "wheelchair accessible", "ada", "handicap accessible", "step free",
                  "accesible"),
    "self_referral": ("walk in", "walk ins", "walk ins accepted", "self referral", "sin referencia"),
    "sober_required": ("sober", "sobriety", "sober required", "sobriety required", "sobriedad"),
    "currently_using_fine": ("using ok", "active use ok"),
    "must_talk_to_police": ("police report required", "police report", "must talk to police"),
    "faith_based": ("faith based", "religious", "religioso"),
    "storage": ("storage", "lockers", "almacenamiento"),
    "survivor_led": ("survivor led", "dirigido por sobrevivientes"),
    "intake_24h": ("24 hour intake", "24 hours intake", "24 7 intake"),
    "collects_people": ("transportation provided", "pick up", "pickup", "rides"),
    "confidential_location": ("confidential", "confidential location", "confidencial"),
}  # fmt: skip


def guess_mapping(columns: Sequence[str]) -> tuple[dict[str, Any], tuple[Guess, ...]]:
    """(mapping JSON, what each column seems to hold). A column of which nothing is known is left out."""
    guesses = [guess for column in columns if not stays_outside(column) for guess in _guess(column)]
    if not any(guess.target == "name" for guess in guesses):  # a list of agencies alone: their names are the names
        guesses = [
            Guess(guess.column, "name", LIKELY) if guess.target == "organization" else guess for guess in guesses
        ]
    mapping: dict[str, Any] = {"v": VERSION, "columns": {}, "attributes": {}}
    for guess in guesses:
        kind = "attributes" if guess.target in STREET_ATTRIBUTES else "columns"
        mapping[kind].setdefault(guess.target, []).append(guess.column)
    for single in ("id", "verified_on", "status", "minimum_age", "maximum_age"):
        if single in mapping["columns"]:
            del mapping["columns"][single][1:]
    return mapping, tuple(guesses)


def _guess(column: str) -> Iterator[Guess]:
    """The best target of one column, if any."""
    name = " ".join(fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column)))
    sure = [target for target, names in _all_names() if name in names]
    if sure:
        yield Guess(column, sure[0], SURE)
        return
    words = set(name.split())
    likely = [
        (len(other), target) for target, names in _all_names() for other in names
        if len(other) > 3 and set(other.split()) <= words
    ]  # fmt: skip
    if likely:
        yield Guess(column, max(likely, key=lambda one: one[0])[1], LIKELY)


def _all_names() -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from _NAMES.items()
    for day, names in _DAY_NAMES.items():
        yield f"opening_{day}", (*names, *(f"{name} hours" for name in names), *(f"hours {name}" for name in names))
    yield from ((target, names) for target, names in _ATTRIBUTES.items())


def read_mapping(value: object, columns: Sequence[str]) -> ColumnMapping:
    """A mapping for a file with these columns; raises `BadField`, also for a column that is not there."""
    fields = Fields(value)
    if fields.has("v"):
        fields.count("v", most=VERSION)
    named = _column_lists(fields)
    if not named.get("name"):
        raise BadField("columns.name", "missing")
    attributes = dict(_attributes(fields))
    joiners = fields.inner("joiners") if fields.has("joiners") else Fields({})
    plan = Plan(
        columns=named,
        joiners={key: joiners.text(key, limit=10) for key in joiners.names()},
        attributes=attributes,
        needs=_needs(fields),
        audience=_audience(fields),
    )
    delimiter = fields.code("delimiter", DELIMITERS) if fields.has("delimiter") else ""
    fields.done()
    used = {column: f"columns.{key}" for key, names in named.items() for column in names}
    used |= {one.column: f"attributes.{code}" for code, ones in attributes.items() for one in ones}
    for column, where in used.items():
        if column not in columns:
            raise BadField(f"{where}: {column}"[:_LIMIT], "link_to_nothing")
    return ColumnMapping(plan, delimiter, tuple(used))


def _column_lists(fields: Fields) -> dict[str, tuple[str, ...]]:
    inner = fields.inner("columns")
    found = {}
    for key in inner.names():
        if key not in FIELDS:
            raise BadField(inner.path(key), "unknown_code")
        found[key] = tuple(inner.texts(key, limit=_LIMIT))
    return found


def _attributes(fields: Fields) -> Iterator[tuple[str, tuple[AttributeColumn, ...]]]:
    if not fields.has("attributes"):
        return
    inner = fields.inner("attributes")
    for code in inner.names():
        if code not in STREET_ATTRIBUTES:
            raise BadField(inner.path(code), "unknown_code")
        rows = inner.raw(code)
        if not isinstance(rows, list):
            raise BadField(inner.path(code), "not_a_list")
        yield code, tuple(_attribute(row, f"{inner.path(code)}[{index}]") for index, row in enumerate(rows))


def _attribute(value: object, where: str) -> AttributeColumn:
    if isinstance(value, str) and len(value) <= _LIMIT:
        return AttributeColumn(value)
    fields = Fields(value, where)
    column = fields.text("column", limit=_LIMIT)
    plain = AttributeColumn(column)
    words = {
        key: tuple(word.lower() for word in fields.texts(key, limit=_LIMIT)) if fields.has(key) else default
        for key, default in (("yes", plain.yes), ("no", plain.no))
    }
    fields.done()
    return AttributeColumn(column, words["yes"], words["no"])


def _needs(fields: Fields) -> dict[str, tuple[str, ...]]:
    found = {}
    inner = fields.inner("needs") if fields.has("needs") else Fields({})
    for word in inner.names():
        needs = tuple(inner.texts(word))
        if not set(needs) <= set(NEEDS):
            raise BadField(inner.path(word), "unknown_code")
        found[word.lower()] = needs
    return found


def _audience(fields: Fields) -> dict[str, str]:
    inner = fields.inner("audience") if fields.has("audience") else Fields({})
    return {word.lower(): inner.code(word, AUDIENCES) for word in inner.names()}
