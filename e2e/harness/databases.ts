/** Databases for whole-system tests: the embedded one, and one of its own in the run's private PostgreSQL cluster. */
import { execFileSync } from "node:child_process";

export const DATABASES = ["sqlite", "postgres"] as const;

/** A database URL for the server, or undefined for the embedded store in its own folder. */
export function newDatabase(kind: (typeof DATABASES)[number]): string | undefined {
  if (kind === "sqlite") return undefined;
  return newPostgresDatabase(runCluster());
}

/** Makes each table take its time, so that something can happen meanwhile. */
const SLOW_TABLES = `
  CREATE FUNCTION slow() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.05); END';
  CREATE EVENT TRIGGER slow ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION slow();`;

/** A PostgreSQL database on which it takes seconds to make the schema. */
export function newSlowDatabase(): string {
  const database = newPostgresDatabase(runCluster());
  execFileSync("psql", ["--quiet", "--dbname", database, "--command", SLOW_TABLES]);
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

/** The URL of the run's cluster. */
function runCluster(): string {
  const url = process.env.YINGDA_TEST_POSTGRES;
  if (!url) throw new Error("YINGDA_TEST_POSTGRES is not set: run through `make test`");
  return url;
}
