"""The steps from people as integers and conversations as strings to callers and places (docs/decisions/0140, 0143)."""

from __future__ import annotations

CALLERS = """
-- Who asks is a caller: a person's number, 'operator' or 'anybody'; '' for who was not noted. 0 and -1 mean nothing.
CREATE TABLE identities (
  channel TEXT NOT NULL, subject TEXT NOT NULL, person INTEGER NOT NULL, PRIMARY KEY (channel, subject)
) WITHOUT ROWID;
CREATE INDEX identities_person ON identities (person);
INSERT INTO identities SELECT 'telegram', CAST(person AS TEXT), person FROM (
  SELECT id AS person FROM people UNION SELECT user FROM audit_people UNION SELECT person FROM inbox
  UNION SELECT person FROM join_requests UNION SELECT person FROM feedback UNION SELECT person FROM unanswered
  UNION SELECT person FROM uploads UNION SELECT person FROM chat_settings
  UNION SELECT CAST(substr(session, 10) AS INTEGER) FROM turns WHERE session GLOB 'telegram:[1-9]*'
  UNION SELECT CAST(substr(session, 10) AS INTEGER) FROM replies WHERE session GLOB 'telegram:[1-9]*'
) WHERE person > 0;
DELETE FROM audit_people WHERE user <= 0;

-- A question in a group or a named session cannot be told to be anybody's, and leads on to nothing after twelve hours.
CREATE TABLE said (
  pk INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, place TEXT NOT NULL, caller TEXT NOT NULL,
  question TEXT NOT NULL, standalone TEXT NOT NULL, asked_at REAL NOT NULL, turn TEXT
);
INSERT INTO said SELECT pk, 'telegram', substr(session, 10), CAST(CAST(substr(session, 10) AS INTEGER) AS TEXT),
  question, standalone, asked_at, turn FROM turns WHERE session GLOB 'telegram:[1-9]*';
INSERT INTO said SELECT pk, 'console', 'operator', 'operator', question, standalone, asked_at, turn FROM turns
  WHERE session = 'console';
DROP TABLE turns;
ALTER TABLE said RENAME TO turns;
CREATE INDEX turns_place ON turns (channel, place);
CREATE INDEX turns_caller ON turns (caller);

CREATE TABLE answered (
  id TEXT PRIMARY KEY, channel TEXT NOT NULL, place TEXT NOT NULL, caller TEXT NOT NULL, reply TEXT NOT NULL,
  created_at REAL NOT NULL
) WITHOUT ROWID;
INSERT INTO answered SELECT id, 'telegram', substr(session, 10),
  CASE WHEN session GLOB 'telegram:[1-9]*' THEN CAST(CAST(substr(session, 10) AS INTEGER) AS TEXT) ELSE '' END,
  reply, created_at FROM replies WHERE session GLOB 'telegram:*';
INSERT INTO answered SELECT id, 'console', 'operator', 'operator', reply, created_at FROM replies
  WHERE session = 'console';
DROP TABLE replies;
ALTER TABLE answered RENAME TO replies;
CREATE INDEX replies_place ON replies (channel, place);
CREATE INDEX replies_caller ON replies (caller);

CREATE TABLE verdicts (
  number INTEGER PRIMARY KEY AUTOINCREMENT, reply TEXT NOT NULL, caller TEXT NOT NULL, verdict TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '', question TEXT NOT NULL, passages TEXT NOT NULL, given_at REAL NOT NULL,
  UNIQUE (reply, caller)
);
INSERT INTO verdicts SELECT number, reply, CASE WHEN person > 0 THEN CAST(person AS TEXT) ELSE 'operator' END, verdict,
  reason, question, passages, given_at FROM feedback;
DROP TABLE feedback;
ALTER TABLE verdicts RENAME TO feedback;

CREATE TABLE missed (
  number INTEGER PRIMARY KEY AUTOINCREMENT, question TEXT NOT NULL, topic TEXT NOT NULL, channel TEXT NOT NULL,
  place TEXT NOT NULL, shared INTEGER NOT NULL, caller TEXT NOT NULL, asked_at REAL NOT NULL, closed_at REAL,
  UNIQUE (topic, channel, place)
);
INSERT INTO missed SELECT number, question, topic, 'telegram', substr(session, 10), chat < 0,
  CASE WHEN person > 0 THEN CAST(person AS TEXT) ELSE '' END, asked_at, closed_at FROM unanswered;
DROP TABLE unanswered;
ALTER TABLE missed RENAME TO unanswered;

CREATE TABLE choices (
  caller TEXT PRIMARY KEY, brief INTEGER NOT NULL, streaming INTEGER NOT NULL, arrivals INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO choices SELECT CASE person WHEN -1 THEN 'operator' ELSE CAST(person AS TEXT) END, brief, streaming, arrivals
  FROM chat_settings WHERE person <> 0;
DROP TABLE chat_settings;
ALTER TABLE choices RENAME TO chat_settings;

CREATE TABLE approved (
  number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, question TEXT NOT NULL, answer TEXT NOT NULL,
  approved_by TEXT NOT NULL, approved_on TEXT NOT NULL
);
INSERT INTO approved SELECT number, key, question, answer,
  CASE WHEN approved_by > 0 THEN CAST(approved_by AS TEXT) ELSE '' END, approved_on FROM standard_answers;
DROP TABLE standard_answers;
ALTER TABLE approved RENAME TO standard_answers;

-- Questions are counted in the audit log, whatever the channel.
CREATE TABLE arrived (
  number INTEGER PRIMARY KEY AUTOINCREMENT, bot INTEGER NOT NULL, update_id INTEGER NOT NULL, person INTEGER,
  received_at REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, payload TEXT, UNIQUE (bot, update_id)
);
INSERT INTO arrived SELECT number, bot, update_id, nullif(person, 0), received_at, attempts, payload FROM inbox;
DROP TABLE inbox;
ALTER TABLE arrived RENAME TO inbox;
CREATE INDEX inbox_open ON inbox (number) WHERE payload IS NOT NULL;
"""

HANDED_IN = """
-- A file waits for whoever handed it in over any channel.
CREATE TABLE handed_in (
  id TEXT PRIMARY KEY, caller TEXT NOT NULL, name TEXT NOT NULL, file TEXT NOT NULL, received_at REAL NOT NULL
) WITHOUT ROWID;
INSERT INTO handed_in SELECT id, CAST(person AS TEXT), name, file, received_at FROM uploads;
DROP TABLE uploads;
ALTER TABLE handed_in RENAME TO uploads;
"""
