/** Databases for whole-system tests: the embedded one, and ones of their own in a private PostgreSQL cluster. */
import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export const DATABASES = ["sqlite", "postgres"] as const;

/** Makes each table take its time, so that something can happen meanwhile. */
const SLOW_TABLES = `
  CREATE FUNCTION slow() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.05); END';
  CREATE EVENT TRIGGER slow ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION slow();`;

/** A database URL for the server, or undefined for the embedded store in its own folder. */
export function newDatabase(kind: "postgres"): string;
export function newDatabase(kind: (typeof DATABASES)[number]): string | undefined;
export function newDatabase(kind: (typeof DATABASES)[number]): string | undefined {
  return kind === "sqlite" ? undefined : newPostgresDatabase(runCluster());
}

/** As `newDatabase`, but on PostgreSQL it takes seconds to make the schema. */
export async function newSlowDatabase(kind: "postgres"): Promise<string>;
export async function newSlowDatabase(kind: (typeof DATABASES)[number]): Promise<string | undefined>;
export async function newSlowDatabase(kind: (typeof DATABASES)[number]): Promise<string | undefined> {
  const database = newDatabase(kind);
  if (database) await query(database, SLOW_TABLES);
  return database;
}

/** The URL of a new, empty database in a PostgreSQL cluster. */
export function newPostgresDatabase(cluster: string): string {
  const name = `e2e_${process.pid}_${Date.now()}`;
  execFileSync("psql", ["--quiet", "--dbname", cluster, "--command", `CREATE DATABASE ${name}`]);
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return url.toString();
}

/** Runs statements on a PostgreSQL database, beside the server. */
export async function query(database: string, sql: string): Promise<void> {
  await run("psql", ["--quiet", "--no-psqlrc", "--dbname", database, "--command", sql]);
}

/** The URL of the run's cluster. */
function runCluster(): string {
  const url = process.env.YINGDA_TEST_POSTGRES;
  if (!url) throw new Error("YINGDA_TEST_POSTGRES is not set: run through `make test`");
  return url;
}
