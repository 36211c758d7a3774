-- SPDX-License-Identifier: GPL-3.0-or-later
-- What calls showed of listings: no clock time, and no order, as each table is written anew in the order of its key.

-- FULL tonight, until six in the morning
CREATE TABLE full_tonight (
    entry_id TEXT PRIMARY KEY,
    operating_date TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- reports of this laptop that wait for the next sync
CREATE TABLE listing_waiting (
    entry_id TEXT NOT NULL,
    code TEXT NOT NULL,
    operating_date TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (entry_id, code, operating_date)
) STRICT, WITHOUT ROWID;

-- reports of all laptops, at a coordinator's
CREATE TABLE listing_received (
    entry_id TEXT NOT NULL,
    code TEXT NOT NULL,
    operating_date TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (entry_id, code, operating_date)
) STRICT, WITHOUT ROWID;
