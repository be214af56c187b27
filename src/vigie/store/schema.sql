-- Store room. The record on disk. Nothing is ever changed or removed: triggers forbid it.
-- No clock and no machine leaves a trace here, so that the same dispatches give the same bytes.
CREATE TABLE dispatches (
  rank INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,        -- hash of the text as received and what came beside it
  id TEXT NOT NULL,                -- the name it came with; the same name may come back changed
  title TEXT,
  outlet TEXT,
  language TEXT,
  published TEXT                   -- ISO 8601, precision kept
) STRICT;
CREATE INDEX dispatches_by_id ON dispatches (id);

CREATE TABLE readings (
  rank INTEGER PRIMARY KEY,
  dispatch TEXT NOT NULL REFERENCES dispatches (key),
  made_by TEXT NOT NULL,           -- version and model; a newer maker adds a reading
  reading BLOB NOT NULL,           -- msgpack of the record `Reading`
  UNIQUE (dispatch, made_by)
) STRICT;

CREATE TABLE reports (
  rank INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  reading INTEGER NOT NULL REFERENCES readings (rank),
  type TEXT NOT NULL,
  status TEXT NOT NULL,
  starts TEXT,                     -- first day of `when`, precision kept; NULL: not dated
  happened TEXT,                   -- `when` as coded, intervals whole
  place TEXT,
  said_by TEXT
) STRICT;
CREATE INDEX reports_by_id ON reports (id);
CREATE INDEX reports_by_day ON reports (starts, type);

CREATE TABLE sides (
  report INTEGER NOT NULL REFERENCES reports (rank),
  side TEXT NOT NULL CHECK (side IN ('actor', 'recipient', 'said_by')),
  name TEXT NOT NULL,
  country TEXT,
  sector TEXT
) STRICT;
CREATE INDEX sides_by_report ON sides (report);
CREATE INDEX sides_by_name ON sides (name);

CREATE TABLE issues (
  rank INTEGER PRIMARY KEY,
  dispatch TEXT NOT NULL,          -- its id: an input that gave no dispatch has no key
  kind TEXT NOT NULL,
  issue TEXT NOT NULL UNIQUE       -- JSON of the record `Issue`
) STRICT;

CREATE VIRTUAL TABLE search USING fts5 (lemmas, tokenize = "unicode61 remove_diacritics 2");
CREATE TRIGGER dispatches_kept BEFORE DELETE ON dispatches BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER dispatches_fixed BEFORE UPDATE ON dispatches BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER readings_kept BEFORE DELETE ON readings BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER readings_fixed BEFORE UPDATE ON readings BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER reports_kept BEFORE DELETE ON reports BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER reports_fixed BEFORE UPDATE ON reports BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER sides_kept BEFORE DELETE ON sides BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER sides_fixed BEFORE UPDATE ON sides BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER issues_kept BEFORE DELETE ON issues BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER issues_fixed BEFORE UPDATE ON issues BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
-- A person's word: appended, never changed.
CREATE TABLE decisions (
  rank INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  by TEXT NOT NULL,
  at TEXT NOT NULL,
  decision TEXT NOT NULL           -- JSON of the record `Decision`
) STRICT;
CREATE INDEX decisions_by_target ON decisions (target);
CREATE TRIGGER decisions_kept BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER decisions_fixed BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

-- What follows is worked out from the readings and the decisions, and made anew when they change.
CREATE TABLE events (
  rank INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  quad TEXT NOT NULL,
  status TEXT NOT NULL,
  starts TEXT,                     -- first day it may have been
  ends TEXT,                       -- last day it may have been
  place TEXT,
  country TEXT,
  story TEXT,
  origins INTEGER NOT NULL,
  weight REAL NOT NULL,
  contradicted INTEGER NOT NULL,
  first_told TEXT,
  last_told TEXT,
  event BLOB NOT NULL              -- msgpack of the record `Event`
) STRICT;
CREATE INDEX events_by_day ON events (starts, type);
CREATE INDEX events_by_story ON events (story, starts);
CREATE TABLE event_reports (event TEXT NOT NULL, report TEXT NOT NULL) STRICT;
CREATE INDEX event_reports_by_event ON event_reports (event);
CREATE INDEX event_reports_by_report ON event_reports (report);
CREATE TABLE event_sides (
  event TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('actor', 'recipient', 'said_by')),
  actor TEXT NOT NULL              -- id in `actors`
) STRICT;
CREATE INDEX event_sides_by_event ON event_sides (event);
CREATE INDEX event_sides_by_actor ON event_sides (actor, side);
CREATE TABLE actors (
  id TEXT NOT NULL PRIMARY KEY,    -- the same in all dispatches
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country TEXT,
  sector TEXT,
  kb TEXT,
  actor TEXT NOT NULL              -- JSON: forms, roles over time, first and last dispatch, why
) STRICT;
CREATE TABLE stories (id TEXT NOT NULL PRIMARY KEY, starts TEXT, ends TEXT, story BLOB NOT NULL) STRICT;
CREATE TABLE datings (dispatch TEXT NOT NULL PRIMARY KEY, dating BLOB NOT NULL) STRICT;
CREATE TABLE lineages (source TEXT NOT NULL PRIMARY KEY, lineage BLOB NOT NULL) STRICT;
