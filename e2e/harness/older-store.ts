/**
 * A store as the first version with a schema left it: what later steps have added is taken away again from a store of
 * today. Known to be the same as the real thing by the store's own test, which upgrades a backup of that version.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { query } from "./databases";

const run = promisify(execFile);

/** Every step after the first, undone. */
const BACK = `
  DROP TABLE set_aside;
  DROP TABLE tallies;
  ALTER TABLE conversations DROP COLUMN awaited_since;
  ALTER TABLE brands DROP COLUMN time_zone;
  DROP TABLE logos;
  DELETE FROM migrations WHERE version > 1;`;

/** Makes each step of a PostgreSQL schema take its time, so that something can happen meanwhile. */
const SLOW_STEPS = `
  CREATE OR REPLACE FUNCTION slow() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.2); END';
  DROP EVENT TRIGGER IF EXISTS slow;
  CREATE EVENT TRIGGER slow ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE') EXECUTE FUNCTION slow();`;

/** Python's own SQLite, because this version of Node has none. */
const EXECUTE = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(sys.argv[2])";

/** Takes a store back to the first version. Nobody may have it open. */
export async function makeOlder(database: string): Promise<void> {
  const file = /^sqlite:(.+)/.exec(database)?.[1];
  if (file) await run("python3", ["-c", EXECUTE, file, BACK]);
  else await query(database, `DROP EVENT TRIGGER IF EXISTS slow; ${BACK} ${SLOW_STEPS}`);
}
