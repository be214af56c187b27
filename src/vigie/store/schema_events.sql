-- Store room. Events and people's decisions; also run on records of format 1, which lack them.
-- A person's word: appended, never changed.
CREATE TABLE IF NOT EXISTS decisions (
  rank INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  by TEXT NOT NULL,
  at TEXT NOT NULL,
  decision TEXT NOT NULL           -- JSON of the record `Decision`
) STRICT;
CREATE INDEX IF NOT EXISTS decisions_by_target ON decisions (target);
CREATE TRIGGER IF NOT EXISTS decisions_kept BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER IF NOT EXISTS decisions_fixed BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

-- What follows is worked out from the readings and the decisions, and made anew when they change.
CREATE TABLE IF NOT EXISTS events (
  rank INTEGER PRIMARY KEY,        -- of no meaning: joins the tables below
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  quad TEXT NOT NULL,
  status TEXT NOT NULL,
  starts TEXT NOT NULL,            -- first day it may have been; "~", which sorts last, when unknown
  ends TEXT,                       -- last day it may have been
  place TEXT,
  country TEXT,
  story TEXT,
  origins INTEGER NOT NULL,
  weight REAL NOT NULL,
  score REAL NOT NULL,             -- PLOVER's
  goldstein REAL,                  -- the value most of its reports bear; NULL: none does
  contradicted INTEGER NOT NULL,
  first_told TEXT,
  last_told TEXT NOT NULL          -- "" when no dispatch is dated
) STRICT;
-- Apart, so that a question reads the narrow table only, then the bodies of one page.
CREATE TABLE IF NOT EXISTS event_bodies (
  rank INTEGER PRIMARY KEY,
  event BLOB NOT NULL              -- msgpack of the record `Event`
) STRICT;
CREATE INDEX IF NOT EXISTS events_by_time ON events (starts, id, ends);
-- Few events span days; a question on a stretch of time looks for those apart.
CREATE INDEX IF NOT EXISTS events_wide ON events (ends, starts) WHERE starts <> ends;
CREATE INDEX IF NOT EXISTS events_by_weight ON events (weight, id);
CREATE INDEX IF NOT EXISTS events_by_told ON events (last_told, id);
CREATE INDEX IF NOT EXISTS events_by_type ON events (type, starts, ends);
CREATE INDEX IF NOT EXISTS events_by_country ON events (country, starts, ends);
CREATE INDEX IF NOT EXISTS events_by_story ON events (story, starts);
CREATE TABLE IF NOT EXISTS event_reports (event TEXT NOT NULL, report TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS event_reports_by_event ON event_reports (event, report);
CREATE INDEX IF NOT EXISTS event_reports_by_report ON event_reports (report, event);
CREATE TABLE IF NOT EXISTS event_sides (
  event INTEGER NOT NULL,          -- its rank
  side TEXT NOT NULL CHECK (side IN ('actor', 'recipient', 'said_by')),
  actor TEXT NOT NULL              -- id in `actors`
) STRICT;
CREATE INDEX IF NOT EXISTS event_sides_by_event ON event_sides (event, side, actor);
CREATE INDEX IF NOT EXISTS event_sides_by_actor ON event_sides (actor, side, event);
-- What no report of an event says in words, all infer: who asks for what is said leaves it out.
CREATE TABLE IF NOT EXISTS event_inferred (
  event INTEGER NOT NULL,          -- its rank
  field TEXT NOT NULL CHECK (field IN ('when', 'where', 'actor', 'recipient')),
  actor TEXT NOT NULL              -- id in `actors`; "" for a day or a place
) STRICT;
CREATE INDEX IF NOT EXISTS event_inferred_by_event ON event_inferred (event, field, actor);
CREATE VIRTUAL TABLE IF NOT EXISTS event_search USING fts5 (words, place, tokenize = "unicode61 remove_diacritics 2");
CREATE TABLE IF NOT EXISTS actors (
  rank INTEGER PRIMARY KEY,        -- of no meaning: joins `actor_search`
  id TEXT NOT NULL UNIQUE,         -- the same in all dispatches
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country TEXT,
  sector TEXT,
  kb TEXT,
  actor TEXT NOT NULL              -- JSON of the record `ActorCard`
) STRICT;
CREATE VIRTUAL TABLE IF NOT EXISTS actor_search USING fts5 (names, tokenize = "unicode61 remove_diacritics 2");
CREATE TABLE IF NOT EXISTS stories (id TEXT NOT NULL PRIMARY KEY, starts TEXT, ends TEXT, story BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS datings (dispatch TEXT NOT NULL PRIMARY KEY, dating BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS lineages (source TEXT NOT NULL PRIMARY KEY, lineage BLOB NOT NULL) STRICT;
