"""The step that lets people sign in: passwords, sessions, invitations, and tokens for their programs."""

from __future__ import annotations

WEB = """
-- Of every secret only a hash is kept: of passwords argon2's, of the others, which are random, SHA-256.
CREATE TABLE passwords (person INTEGER PRIMARY KEY, hash TEXT NOT NULL, set_at REAL NOT NULL);
CREATE TABLE sessions (
  hash TEXT PRIMARY KEY, person INTEGER NOT NULL, begun_at REAL NOT NULL, seen_at REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_person ON sessions (person);
CREATE TABLE invitations (hash TEXT PRIMARY KEY, person INTEGER NOT NULL, expires_at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE access_tokens (
  number INTEGER PRIMARY KEY AUTOINCREMENT, hash TEXT NOT NULL UNIQUE, person INTEGER NOT NULL, name TEXT NOT NULL,
  labels TEXT, made_at REAL NOT NULL, expires_at REAL NOT NULL, used_at REAL
);
CREATE INDEX access_tokens_person ON access_tokens (person);
"""
