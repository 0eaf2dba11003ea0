/**
 * A store as the first version with a schema left it: what later steps have added is taken away again from a store of
 * today, so that they can be taken once more. It lacks some constraints that no step looks at.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { query } from "./databases";

const run = promisify(execFile);

/** Every step after the first, undone, where both databases do it alike. */
const BACK = `
  DROP TABLE alarms;
  DROP TABLE set_aside;
  DROP TABLE secrets;
  ALTER TABLE channels ADD COLUMN identity_secret TEXT NOT NULL DEFAULT 'an identity secret in the clear';
  DROP TABLE erasures;
  DROP TABLE journal_archives;
  DROP TABLE journal_origins;
  DROP INDEX conversations_team;
  DROP INDEX journal_subject;
  DROP INDEX blobs_conversation;
  DROP INDEX customers_unseen;
  DROP INDEX unanswered_seen;
  DROP TABLE tallies;
  ALTER TABLE conversations DROP COLUMN awaited_since;
  ALTER TABLE brands DROP COLUMN time_zone;
  DROP TABLE logos;
  DELETE FROM migrations WHERE version > 1;`;

/** What was split into stretches, in one piece again. */
const WHOLE = `
  CREATE TABLE whole (LIKE messages);
  INSERT INTO whole SELECT * FROM messages;
  DROP TABLE messages CASCADE;
  ALTER TABLE whole RENAME TO messages;
  ALTER TABLE messages ADD CONSTRAINT messages_pkey PRIMARY KEY (conversation_id, seq);
  CREATE UNIQUE INDEX messages_client ON messages (conversation_id, author_id, client_id) WHERE client_id IS NOT NULL;
  CREATE TABLE whole (LIKE journal);
  INSERT INTO whole SELECT * FROM journal;
  DROP TABLE journal CASCADE;
  ALTER TABLE whole RENAME TO journal;
  ALTER TABLE journal ADD CONSTRAINT journal_pkey PRIMARY KEY (partition, position);`;

/** Makes each step of a PostgreSQL schema take its time, so that something can happen meanwhile. */
const SLOW_STEPS = `
  CREATE OR REPLACE FUNCTION slow() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.1); END';
  DROP EVENT TRIGGER IF EXISTS slow;
  CREATE EVENT TRIGGER slow ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE') EXECUTE FUNCTION slow();`;

/** Python's own SQLite, because this version of Node has none. */
const EXECUTE = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(sys.argv[2])";

/** Takes a store back to the first version. Nobody may have it open. */
export async function makeOlder(database: string): Promise<void> {
  const file = /^sqlite:(.+)/.exec(database)?.[1];
  if (file) await run("python3", ["-c", EXECUTE, file, BACK]);
  else await query(database, `DROP EVENT TRIGGER IF EXISTS slow; ${BACK} ${WHOLE} ${SLOW_STEPS}`);
}
