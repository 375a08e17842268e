"""The steps by which an SQLite file comes to have the present tables; see `knowledge.catalog.migrations`.

`PRAGMA user_version` holds the number of the last step.
"""

from __future__ import annotations

from knowledge.catalog.sqlite.callers_step import CALLERS, HANDED_IN
from knowledge.catalog.sqlite.web_step import WEB

FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE documents (
  pk INTEGER PRIMARY KEY AUTOINCREMENT,
  state TEXT NOT NULL CHECK (state IN ('pending', 'committed')),
  label TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, path TEXT NOT NULL,
  sha256 TEXT NOT NULL, encoding TEXT NOT NULL, title TEXT NOT NULL,
  issuer TEXT, number TEXT, date TEXT, status TEXT NOT NULL, checked_on TEXT, source_class TEXT,
  script TEXT NOT NULL, sample INTEGER NOT NULL, passages INTEGER NOT NULL,
  UNIQUE (id, state)
);
CREATE INDEX documents_path ON documents (path);

CREATE TABLE document_texts (
  document INTEGER PRIMARY KEY REFERENCES documents (pk) ON DELETE CASCADE,
  text TEXT NOT NULL, raw_start INTEGER NOT NULL, raw_end INTEGER NOT NULL,
  kept TEXT NOT NULL, garbled TEXT NOT NULL, outline TEXT NOT NULL, repairs TEXT NOT NULL, problems TEXT NOT NULL
);

CREATE TABLE passages (
  pk INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES documents (pk) ON DELETE CASCADE,
  id TEXT NOT NULL, ordinal INTEGER NOT NULL, locator TEXT NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, raw_start INTEGER NOT NULL, raw_end INTEGER NOT NULL,
  UNIQUE (document, ordinal)
);
CREATE INDEX passages_id ON passages (id);

CREATE TABLE passage_texts (
  passage INTEGER PRIMARY KEY REFERENCES passages (pk) ON DELETE CASCADE,
  text TEXT NOT NULL, folded TEXT NOT NULL
);

CREATE TABLE vectors (
  passage INTEGER PRIMARY KEY REFERENCES passages (pk) ON DELETE CASCADE,
  content TEXT NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX vectors_content ON vectors (content);

CREATE TABLE turns (
  pk INTEGER PRIMARY KEY AUTOINCREMENT,
  session TEXT NOT NULL, question TEXT NOT NULL, standalone TEXT NOT NULL, asked_at REAL NOT NULL
);
CREATE INDEX turns_session ON turns (session);

CREATE TABLE replies (
  id TEXT PRIMARY KEY, session TEXT NOT NULL, reply TEXT NOT NULL, created_at REAL NOT NULL
) WITHOUT ROWID;

-- With tokenize='ascii' every character beyond ASCII belongs to a term, so that our spaces alone part the terms.
CREATE VIRTUAL TABLE word_terms USING fts5 (title, body, tokenize = 'ascii');
CREATE VIRTUAL TABLE gram_terms USING fts5 (title, body, tokenize = 'ascii');
CREATE VIRTUAL TABLE word_vocabulary USING fts5vocab ('word_terms', 'row');
-- No other cascade reaches the rows of a virtual table.
CREATE TRIGGER passages_forget AFTER DELETE ON passages BEGIN
  DELETE FROM word_terms WHERE rowid = old.pk;
  DELETE FROM gram_terms WHERE rowid = old.pk;
END;

INSERT INTO meta (key, value) VALUES ('revision', '0');
"""

FORMATS = """
ALTER TABLE documents ADD COLUMN linked_to TEXT;
ALTER TABLE document_texts ADD COLUMN extracted TEXT;
ALTER TABLE document_texts ADD COLUMN sketch TEXT NOT NULL DEFAULT '';
CREATE INDEX documents_linked_to ON documents (linked_to);
"""

GRAM_VOCABULARY = """
CREATE VIRTUAL TABLE gram_vocabulary USING fts5vocab ('gram_terms', 'row');
"""

CONFIRMATIONS = """
CREATE TABLE confirmations (
  document_id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, status TEXT NOT NULL, checked_on TEXT NOT NULL, successor TEXT
) WITHOUT ROWID;
"""

PARTICULARS = """
ALTER TABLE documents ADD COLUMN particulars TEXT NOT NULL DEFAULT '{}';
"""

PEOPLE = """
CREATE TABLE people (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL CHECK (role IN ('reader', 'uploader', 'admin'))
);
CREATE TABLE grants (
  person INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE, label TEXT NOT NULL, PRIMARY KEY (person, label)
) WITHOUT ROWID;
"""

HELD_FILES = """
CREATE TABLE held_files (
  sha256 TEXT PRIMARY KEY, path TEXT NOT NULL, grade TEXT NOT NULL, rule TEXT NOT NULL, noted_on TEXT NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('waiting', 'released', 'rejected'))
) WITHOUT ROWID;
"""

EXTRACTS = """
CREATE TABLE cards (
  pk INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents (pk) ON DELETE CASCADE,
  id TEXT NOT NULL, content TEXT NOT NULL, sources TEXT NOT NULL
);
CREATE INDEX cards_document ON cards (document);
CREATE INDEX cards_id ON cards (id);

CREATE TABLE formulas (
  pk INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents (pk) ON DELETE CASCADE,
  id TEXT NOT NULL, key TEXT NOT NULL, content TEXT NOT NULL, source TEXT NOT NULL
);
CREATE INDEX formulas_document ON formulas (document);
CREATE INDEX formulas_key ON formulas (key);
"""

AUDIT = """
CREATE TABLE audit (
  pk INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, outcome TEXT NOT NULL,
  writer TEXT NOT NULL, passages TEXT NOT NULL, seconds TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL
);
CREATE TABLE audit_people (key TEXT PRIMARY KEY, user INTEGER NOT NULL UNIQUE) WITHOUT ROWID;
CREATE TRIGGER audit_is_not_rewritten BEFORE UPDATE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit log is only added to');
END;
-- Rows go when their time is over; that moment is noted in the same transaction.
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
WHEN old.at >= coalesce((SELECT value FROM meta WHERE key = 'audit_since'), '') BEGIN
  SELECT RAISE(ABORT, 'the audit log is only added to');
END;
"""

GRAM_PREFIXES = """
-- With an index of first characters, a single character is found as quickly as a word.
CREATE TABLE gram_copy AS SELECT rowid AS passage, title, body FROM gram_terms;
DROP TABLE gram_terms;
CREATE VIRTUAL TABLE gram_terms USING fts5 (title, body, tokenize = 'ascii', prefix = '1');
INSERT INTO gram_terms (rowid, title, body) SELECT passage, title, body FROM gram_copy;
DROP TABLE gram_copy;
"""

CHAT = """
-- Updates of a messenger, kept from before they are confirmed; the payload goes when they are answered.
CREATE TABLE inbox (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  bot INTEGER NOT NULL, update_id INTEGER NOT NULL, person INTEGER NOT NULL, received_at REAL NOT NULL,
  asked INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, payload TEXT,
  UNIQUE (bot, update_id)
);
CREATE INDEX inbox_open ON inbox (number) WHERE payload IS NOT NULL;
CREATE INDEX inbox_person ON inbox (person, received_at);

CREATE TABLE join_requests (
  person INTEGER PRIMARY KEY, name TEXT NOT NULL, code TEXT NOT NULL UNIQUE, asked_at REAL NOT NULL
);

CREATE TABLE feedback (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  reply TEXT NOT NULL, person INTEGER NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
  question TEXT NOT NULL, passages TEXT NOT NULL, given_at REAL NOT NULL,
  UNIQUE (reply, person)
);

CREATE TABLE unanswered (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  question TEXT NOT NULL, topic TEXT NOT NULL, session TEXT NOT NULL, person INTEGER NOT NULL, chat INTEGER NOT NULL,
  asked_at REAL NOT NULL, closed_at REAL, UNIQUE (topic, chat)
);

CREATE TABLE uploads (
  id TEXT PRIMARY KEY, person INTEGER NOT NULL, chat INTEGER NOT NULL, name TEXT NOT NULL, file TEXT NOT NULL,
  received_at REAL NOT NULL
) WITHOUT ROWID;
"""

EXTRACTED = """
CREATE TABLE extracted (
  document INTEGER PRIMARY KEY REFERENCES documents (pk) ON DELETE CASCADE, version INTEGER NOT NULL
);
"""

TURNS = """
ALTER TABLE turns ADD COLUMN turn TEXT;
"""

STANDARDS = """
CREATE TABLE standard_answers (
  number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, question TEXT NOT NULL, answer TEXT NOT NULL,
  approved_by INTEGER NOT NULL, approved_on TEXT NOT NULL
);

CREATE TABLE chat_settings (
  person INTEGER PRIMARY KEY, brief INTEGER NOT NULL, streaming INTEGER NOT NULL, arrivals INTEGER NOT NULL
);
"""

REFUSED_TEXTS = """
-- SHA-256 of what the provider of a chat model did not accept.
CREATE TABLE refused_texts (
  model TEXT NOT NULL, sha256 TEXT NOT NULL, refused_at REAL NOT NULL, PRIMARY KEY (model, sha256)
) WITHOUT ROWID;
"""

TERM_PLACES = """
-- Every place of every term, from which searches are weighed; frequencies are counted from the same.
DROP TABLE word_vocabulary;
DROP TABLE gram_vocabulary;
CREATE VIRTUAL TABLE word_places USING fts5vocab ('word_terms', 'instance');
CREATE VIRTUAL TABLE gram_places USING fts5vocab ('gram_terms', 'instance');
"""

PAGES = """
ALTER TABLE document_texts ADD COLUMN pages TEXT;
ALTER TABLE passages ADD COLUMN page INTEGER;
ALTER TABLE passages ADD COLUMN recognised INTEGER NOT NULL DEFAULT 0;
UPDATE passages SET recognised = 1 WHERE document IN (SELECT pk FROM documents WHERE encoding IN ('scan', 'image'));
"""

STEPS: tuple[str, ...] = (
    FIRST,
    FORMATS,
    GRAM_VOCABULARY,
    CONFIRMATIONS,
    PEOPLE,
    HELD_FILES,
    PARTICULARS,
    EXTRACTS,
    AUDIT,
    GRAM_PREFIXES,
    CHAT,
    EXTRACTED,
    TURNS,
    STANDARDS,
    REFUSED_TEXTS,
    TERM_PLACES,
    PAGES,
    CALLERS,
    HANDED_IN,
    WEB,
)
"""Step n, counted from 1, brings a catalog of version n - 1 to version n."""
