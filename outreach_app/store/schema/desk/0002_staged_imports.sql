-- SPDX-License-Identifier: GPL-3.0-or-later
-- An import is staged first: read in pieces, compared with the last import of its source, then taken over by moving
-- references. A record is an entry as its source gave it; an entry in use names the last one, and holds a text of its
-- own only where a coordinator changed it. Originals lie packed, many in one block.

ALTER TABLE source ADD COLUMN location TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN mapping TEXT NOT NULL DEFAULT '';
-- up to which day the source is known whole; an import by address may ask for what changed since
ALTER TABLE source ADD COLUMN reached TEXT NOT NULL DEFAULT '';

-- zlib of a msgpack list of bytes; one that begins with a brace is a single original as it is
CREATE TABLE original_block (
    number INTEGER PRIMARY KEY,
    packed BLOB NOT NULL
) STRICT;

CREATE TABLE record (
    number         INTEGER PRIMARY KEY,
    block          INTEGER NOT NULL,
    place_in_block INTEGER NOT NULL,
    terms          BLOB NOT NULL,
    body           BLOB NOT NULL
) STRICT;

CREATE INDEX record_by_block ON record (block);

CREATE TABLE entry_in_use (
    entry_id        TEXT PRIMARY KEY,
    source          TEXT NOT NULL REFERENCES source (name),
    record          INTEGER,
    digest          BLOB NOT NULL,
    original_digest BLOB NOT NULL,
    sought          TEXT NOT NULL,
    name            TEXT NOT NULL,
    organization    TEXT NOT NULL,
    verified_on     TEXT NOT NULL,
    guessed         INTEGER NOT NULL,
    confidential    INTEGER NOT NULL,
    own             BLOB,
    recalled_on     TEXT,
    gone_on         TEXT
) STRICT, WITHOUT ROWID;

INSERT INTO original_block SELECT rowid, CAST(original AS BLOB) FROM entry;
INSERT INTO record SELECT rowid, rowid, 0, x'', CAST(imported AS BLOB) FROM entry;
INSERT INTO entry_in_use
SELECT entry_id, source, rowid, x'', x'',
       lower(json_extract(body, '$.name') || ' ' || coalesce(json_extract(body, '$.organization'), '')),
       json_extract(body, '$.name'), coalesce(json_extract(body, '$.organization'), ''),
       coalesce(json_extract(body, '$.verified_on'), ''), 0, coalesce(json_extract(body, '$.confidential'), 0),
       CASE WHEN body = imported THEN NULL ELSE CAST(body AS BLOB) END, NULL, gone_on
FROM entry;
DROP TABLE entry;
ALTER TABLE entry_in_use RENAME TO entry;

CREATE INDEX entry_in_order ON entry (gone_on, sought, entry_id);
CREATE INDEX entry_edited ON entry (entry_id) WHERE own IS NOT NULL;

-- fields that a source and a coordinator changed differently: ours is in use until somebody settles it
CREATE TABLE conflict (
    entry_id TEXT NOT NULL REFERENCES entry (entry_id) ON DELETE CASCADE,
    field    TEXT NOT NULL,
    theirs   TEXT NOT NULL,
    PRIMARY KEY (entry_id, field)
) STRICT, WITHOUT ROWID;

-- the import that is staged: at most one
CREATE TABLE staging (
    one            INTEGER PRIMARY KEY CHECK (one = 1),
    source         TEXT NOT NULL,
    form           TEXT NOT NULL,
    location       TEXT NOT NULL,
    mapping        TEXT NOT NULL,
    modified_after TEXT NOT NULL,
    reading_point  TEXT NOT NULL,
    begun_on       TEXT NOT NULL,
    complete       INTEGER NOT NULL,
    partial        INTEGER NOT NULL,
    skipped        INTEGER NOT NULL,
    dropped        INTEGER NOT NULL,
    problems       TEXT NOT NULL
) STRICT;

CREATE TABLE staged (
    number          INTEGER PRIMARY KEY,
    entry_id        TEXT NOT NULL,
    kind            TEXT NOT NULL,
    conflicts       INTEGER NOT NULL,
    fresh           INTEGER NOT NULL,
    record          INTEGER NOT NULL,
    digest          BLOB NOT NULL,
    original_digest BLOB NOT NULL,
    sought          TEXT NOT NULL,
    name            TEXT NOT NULL,
    organization    TEXT NOT NULL,
    verified_on     TEXT NOT NULL,
    guessed         INTEGER NOT NULL,
    confidential    INTEGER NOT NULL
) STRICT;

CREATE INDEX staged_by_kind ON staged (kind, number);

CREATE TABLE staged_held (
    entry_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE staged_gone (
    entry_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- the coalition's own word list and rules, where they are not the shipped ones
CREATE TABLE own_list (
    name TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;

-- what the working copy says, as a hash; empty since it was changed last
CREATE TABLE working_copy (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    sha256 TEXT NOT NULL
) STRICT;
INSERT INTO working_copy VALUES (1, '');
