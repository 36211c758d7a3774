-- vault.db, version 1. Each column's kind is declared in store/columns.py; an undeclared one fails a test.

CREATE TABLE vault (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    vault_id TEXT NOT NULL,
    generation INTEGER NOT NULL,
    next_generation INTEGER NOT NULL
) STRICT;

CREATE TABLE device (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    coalition_id TEXT NOT NULL,
    mailbox_id TEXT NOT NULL,
    root_sha256 TEXT NOT NULL,
    role TEXT NOT NULL,
    team TEXT NOT NULL,
    signing_seed BLOB NOT NULL,
    age_secret BLOB NOT NULL,
    box TEXT NOT NULL,
    incarnation INTEGER NOT NULL,
    recovery_recipient TEXT NOT NULL,
    mailbox TEXT NOT NULL
) STRICT;

-- the coordinators' recipients an invitation named, until a roster says more
CREATE TABLE first_reader (
    recipient TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE root_metadata (
    version INTEGER PRIMARY KEY,
    metadata BLOB NOT NULL
) STRICT;

CREATE TABLE profile (
    version INTEGER PRIMARY KEY,
    profile TEXT NOT NULL
) STRICT;

CREATE TABLE roster_head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE roster_member (
    device_id TEXT PRIMARY KEY,
    signing_key TEXT NOT NULL,
    recipient TEXT NOT NULL,
    role TEXT NOT NULL,
    team TEXT NOT NULL,
    state TEXT NOT NULL,
    box TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE invitation (
    invite_key_id TEXT PRIMARY KEY,
    invite_key TEXT NOT NULL,
    box TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    team TEXT NOT NULL,
    expires_on TEXT NOT NULL,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE epoch_key (
    epoch INTEGER PRIMARY KEY,
    secret BLOB NOT NULL
) STRICT;

-- which release is live: one pointer row
CREATE TABLE live_release (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL,
    directory_file TEXT NOT NULL,
    published_on TEXT NOT NULL
) STRICT;

-- what this coordinator published last; the bytes are put again when a mailbox lost them
CREATE TABLE published_release (
    number INTEGER PRIMARY KEY,
    content_sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

-- own shifts ------------------------------------------------------------------------------------------------

CREATE TABLE shift (
    shift_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    content TEXT NOT NULL CHECK (content IN ('open', 'closed', 'submitted', 'withdrawn')),
    operating_date TEXT NOT NULL,
    band TEXT NOT NULL,
    team TEXT NOT NULL,
    activity TEXT NOT NULL,
    profile_version INTEGER NOT NULL,
    measure_set_version INTEGER NOT NULL,
    workers INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    PRIMARY KEY (shift_id, revision)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX one_open_shift ON shift (content) WHERE content = 'open';

CREATE TABLE shift_count (
    shift_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    zone TEXT NOT NULL,
    measure TEXT NOT NULL,
    option TEXT NOT NULL,
    reason TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 0),
    PRIMARY KEY (shift_id, revision, zone, measure, option, reason),
    FOREIGN KEY (shift_id, revision) REFERENCES shift (shift_id, revision) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- breakdowns that a shift reports; one that is absent was not counted
CREATE TABLE shift_breakdown (
    shift_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    measure TEXT NOT NULL,
    PRIMARY KEY (shift_id, revision, measure),
    FOREIGN KEY (shift_id, revision) REFERENCES shift (shift_id, revision) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- The open shift's totals. Every cell is there from the start, in one fixed order, and `raised` is the count plus 2^32:
-- it always takes six bytes, so that a change is made in place and the page says nothing about the order of taps.
CREATE TABLE open_count (
    slot INTEGER PRIMARY KEY,
    zone TEXT NOT NULL,
    measure TEXT NOT NULL,
    option TEXT NOT NULL,
    reason TEXT NOT NULL,
    raised INTEGER NOT NULL CHECK (raised >= 4294967296)
) STRICT;

-- the only clock times there are: emptied at close
CREATE TABLE open_clock (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    started TEXT NOT NULL,
    planned_return TEXT NOT NULL
) STRICT;

-- what travels ----------------------------------------------------------------------------------------------

CREATE TABLE chain (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    last_sequence INTEGER NOT NULL,
    head TEXT NOT NULL
) STRICT;

CREATE TABLE outbox (
    name TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    incarnation INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    statement_sha256 TEXT NOT NULL,
    shift_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    delivery TEXT NOT NULL CHECK (delivery IN ('waiting', 'sent', 'received')),
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE inbox_cursor (
    box TEXT PRIMARY KEY,
    device_id TEXT NOT NULL,
    incarnation INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    head TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- statements that were accepted, as they were signed: a hand-over seals these very bytes again
CREATE TABLE accepted (
    box TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    object_sha256 TEXT NOT NULL,
    statement_sha256 TEXT NOT NULL,
    kind TEXT NOT NULL,
    signed BLOB NOT NULL,
    PRIMARY KEY (box, sequence)
) STRICT;

-- What was refused, with the reason; nothing refused is thrown away. The name belongs to the key: a copy that somebody
-- laid in a wrong place must not keep the same bytes out of the right one.
CREATE TABLE quarantine (
    object_sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    reason TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (object_sha256, name)
) STRICT;

-- Numbered as they came in: a random key in front of every count would double the table and scatter its pages.
CREATE TABLE imported_shift (
    number INTEGER PRIMARY KEY,
    shift_id TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    device_id TEXT NOT NULL,
    statement_sha256 TEXT NOT NULL,
    operating_date TEXT NOT NULL,
    band TEXT NOT NULL,
    team TEXT NOT NULL,
    activity TEXT NOT NULL,
    profile_version INTEGER NOT NULL,
    measure_set_version INTEGER NOT NULL,
    workers INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL
) STRICT;

CREATE INDEX imported_by_date ON imported_shift (operating_date);

CREATE TABLE imported_count (
    number INTEGER NOT NULL,
    zone TEXT NOT NULL,
    measure TEXT NOT NULL,
    option TEXT NOT NULL,
    reason TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 0),
    PRIMARY KEY (number, zone, measure, option, reason),
    FOREIGN KEY (number) REFERENCES imported_shift (number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE imported_breakdown (
    number INTEGER NOT NULL,
    measure TEXT NOT NULL,
    PRIMARY KEY (number, measure),
    FOREIGN KEY (number) REFERENCES imported_shift (number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
