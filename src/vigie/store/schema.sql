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
  said_by TEXT,
  goldstein REAL,                  -- of its CAMEO code; NULL: no code
  words TEXT                       -- of its clause, for full-text search
) STRICT;
CREATE INDEX reports_by_id ON reports (id);
CREATE INDEX reports_by_day ON reports (starts, type);
CREATE INDEX reports_by_reading ON reports (reading);

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
