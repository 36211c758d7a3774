-- SPDX-License-Identifier: GPL-3.0-or-later
-- One published release of the directory and the materials. Built aside, then only ever read.
-- Services are numbered (place_in_order) by usefulness, so that a search can stop early; those for professionals come last.

CREATE TABLE release (
    one          INTEGER PRIMARY KEY CHECK (one = 1),
    number       INTEGER NOT NULL CHECK (number >= 0),
    published_on TEXT NOT NULL,
    entries      INTEGER NOT NULL,
    for_persons  INTEGER NOT NULL,
    lines        INTEGER NOT NULL,
    guide        TEXT NOT NULL
) STRICT;

CREATE TABLE entry (
    place_in_order INTEGER PRIMARY KEY,
    entry_id       TEXT NOT NULL UNIQUE,
    minimum_age    INTEGER NOT NULL,
    maximum_age    INTEGER NOT NULL,
    yes            INTEGER NOT NULL,
    no             INTEGER NOT NULL,
    body           TEXT NOT NULL
) STRICT;

CREATE TABLE help_line (
    place_in_order INTEGER PRIMARY KEY,
    line_id        TEXT NOT NULL UNIQUE,
    body           TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE find USING fts5 (
    name, organization, place, phone, needs, description,
    content = '', prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2'
);
