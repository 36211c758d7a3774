-- SPDX-License-Identifier: GPL-3.0-or-later
-- Search by sets: every word and every fact has the set of entries that hold it, as a roaring bitmap (CRoaring's portable
-- serialisation) of places in the static order of usefulness. Only entries for persons stand in a set.
-- Bodies lie in the order in which they came; `placing` says which comes first.

DROP TABLE find;
DROP TABLE entry;
ALTER TABLE release ADD COLUMN words TEXT NOT NULL DEFAULT '';

CREATE TABLE entry (
    arrival INTEGER PRIMARY KEY,
    body    BLOB NOT NULL
) STRICT;

-- Both orders as arrays of 32-bit numbers, least significant byte first: arrivals by place, and `words` all words
-- without digits, one a line, for typing errors.
CREATE TABLE placing (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    arrivals BLOB NOT NULL,
    words    BLOB NOT NULL
) STRICT;

CREATE TABLE entry_place (
    entry_id TEXT PRIMARY KEY,
    place    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE word (
    word       TEXT NOT NULL UNIQUE,
    everywhere BLOB NOT NULL,
    named      BLOB NOT NULL
) STRICT;

-- Beginnings of one to three letters, and longer ones that many words share.
CREATE TABLE beginning (
    letters    TEXT NOT NULL UNIQUE,
    everywhere BLOB NOT NULL,
    named      BLOB NOT NULL
) STRICT;

CREATE TABLE fact (
    kind   TEXT NOT NULL,
    code   TEXT NOT NULL,
    places BLOB NOT NULL,
    UNIQUE (kind, code)
) STRICT;

-- A quarter hour of the week; but for the full hours only what differs from the full hour before.
CREATE TABLE week (
    series TEXT NOT NULL,
    slot   INTEGER NOT NULL,
    places BLOB NOT NULL,
    UNIQUE (series, slot)
) STRICT;

-- Days (proleptic ordinals) on which the week does not hold for these entries.
CREATE TABLE irregular (
    first_day INTEGER NOT NULL,
    last_day  INTEGER NOT NULL,
    places    BLOB NOT NULL
) STRICT;
