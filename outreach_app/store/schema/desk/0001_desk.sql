-- SPDX-License-Identifier: GPL-3.0-or-later
-- The coordinators' working copy of the directory, with what each source last gave. Nothing gone from a source is
-- deleted: it is marked, and left out of what is published.

CREATE TABLE source (
    name        TEXT PRIMARY KEY,
    form        TEXT NOT NULL,
    imported_on TEXT NOT NULL
) STRICT;

CREATE TABLE entry (
    entry_id TEXT PRIMARY KEY,
    source   TEXT NOT NULL REFERENCES source (name),
    body     TEXT NOT NULL,
    imported TEXT NOT NULL,
    original TEXT NOT NULL,
    gone_on  TEXT
) STRICT;

CREATE INDEX entry_by_source ON entry (source);

CREATE TABLE help_line (
    place_in_order INTEGER PRIMARY KEY,
    line_id        TEXT NOT NULL UNIQUE,
    body           TEXT NOT NULL
) STRICT;

CREATE TABLE guide (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    body TEXT NOT NULL
) STRICT;
