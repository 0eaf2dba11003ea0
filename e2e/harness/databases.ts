/** Databases for whole-system tests: the embedded one, and one of its own in the run's private PostgreSQL cluster. */
import { execFileSync } from "node:child_process";

export const DATABASES = ["sqlite", "postgres"] as const;

/** A database URL for the server, or undefined for the embedded store in its own folder. */
export function newDatabase(kind: (typeof DATABASES)[number]): string | undefined {
  if (kind === "sqlite") return undefined;
  const cluster = process.env.YINGDA_TEST_POSTGRES;
  if (!cluster) throw new Error("YINGDA_TEST_POSTGRES is not set: run through `make test`");
  return newPostgresDatabase(cluster);
}

/** The URL of a new, empty database in a PostgreSQL cluster. */
export function newPostgresDatabase(cluster: string): string {
  const name = `e2e_${process.pid}_${Date.now()}`;
  execFileSync("psql", ["--quiet", "--dbname", cluster, "--command", `CREATE DATABASE ${name}`]);
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return url.toString();
}
