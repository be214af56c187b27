-- Store room. What a merge keeps for the next one, so that a new dispatch touches only what is near it.
-- All of it is worked out from readings and decisions; emptied, the next merge fills it again.
CREATE TABLE IF NOT EXISTS laid_state (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS laid_dispatches (
  id TEXT PRIMARY KEY,
  reading INTEGER NOT NULL,        -- rank of the reading in force
  coarse INTEGER NOT NULL,         -- 1: known to a month, say, and not to a day
  text BLOB NOT NULL,              -- its days, its meta, its sketch
  source BLOB NOT NULL             -- its lineage, as its reports bear it
) STRICT;
CREATE TABLE IF NOT EXISTS laid_sightings (
  id TEXT PRIMARY KEY,             -- dispatch#key
  dispatch TEXT NOT NULL,
  key TEXT NOT NULL,
  sort BLOB NOT NULL,              -- sightings of one sort are one actor beyond asking
  sighting BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS laid_sightings_by_sort ON laid_sightings (sort, id);
CREATE INDEX IF NOT EXISTS laid_sightings_by_dispatch ON laid_sightings (dispatch);
CREATE TABLE IF NOT EXISTS laid_sorts (sort BLOB PRIMARY KEY, actor TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS laid_sorts_by_actor ON laid_sorts (actor);
CREATE TABLE IF NOT EXISTS laid_blocks (block BLOB NOT NULL, sort BLOB NOT NULL, PRIMARY KEY (block, sort)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS laid_blocks_by_sort ON laid_blocks (sort);
CREATE TABLE IF NOT EXISTS laid_cast (actor TEXT PRIMARY KEY, card BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS laid_reports (
  id TEXT PRIMARY KEY,
  dispatch TEXT NOT NULL,
  clause INTEGER NOT NULL,         -- the same for one clause in one lineage
  seen BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS laid_reports_by_dispatch ON laid_reports (dispatch);
CREATE INDEX IF NOT EXISTS laid_reports_by_clause ON laid_reports (clause);
-- A slice is a family of types in a month; layer 2 has the reports whose days dating has narrowed.
CREATE TABLE IF NOT EXISTS laid_slices (slice INTEGER NOT NULL, layer INTEGER NOT NULL, report TEXT NOT NULL, PRIMARY KEY (slice, layer, report)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS laid_slices_by_report ON laid_slices (report);
CREATE TABLE IF NOT EXISTS laid_sides (actor TEXT NOT NULL, report TEXT NOT NULL, PRIMARY KEY (actor, report)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS laid_sides_by_report ON laid_sides (report);
CREATE TABLE IF NOT EXISTS laid_narrowed (report TEXT PRIMARY KEY, days BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS laid_datings (dispatch TEXT PRIMARY KEY, dating BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS laid_beats (event TEXT PRIMARY KEY, beat BLOB NOT NULL) STRICT, WITHOUT ROWID;
