#!/usr/bin/env bash
# Runs a command beside a private PostgreSQL cluster: `with-postgres.sh COMMAND…`.
# The command finds it in YINGDA_TEST_POSTGRES, a URL that may create databases, and in YINGDA_TEST_POSTGRES_CONTROL a
# program that stops and starts it: `start`, or `-m immediate stop`. The cluster lives in a temporary folder, listens on
# a free loopback port and is gone when the command ends, however it ends.
# Over TLS it shows a certificate for localhost, which stands in the file that YINGDA_TEST_POSTGRES_ROOT names.
# YINGDA_TEST_POSTGRES_DURABLE=1 keeps fsync on, for measurements and faults; other tests do without it.
# YINGDA_TEST_POSTGRES_ENV="NAME=VALUE …" is what the database itself runs under.
set -euo pipefail
# Where it was called is where the command runs.
# shellcheck source=scripts/tools.sh
source "$(dirname "$0")/tools.sh"

bin=$(postgres_bin)
[ -n "$bin" ] || { echo "with-postgres: PostgreSQL's initdb and pg_ctl are not installed" >&2; exit 1; }

# The server refuses to run as root, so root lends the cluster to Debian's own account for it.
as_owner=()
if [ "$(id -u)" -eq 0 ]; then
  owner=postgres
  id "$owner" >/dev/null 2>&1 || owner=nobody
  as_owner=(setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups env HOME=/tmp)
fi
run_as_owner() { (cd / && "${as_owner[@]+"${as_owner[@]}"}" "$@"); }

folder=$(mktemp -d "${TMPDIR:-/tmp}/yingda-pg.XXXXXX")
[ "$(id -u)" -ne 0 ] || chown "$owner" "$folder"

command=""
stop() {
  local status=$?
  trap - EXIT INT TERM HUP
  [ -z "$command" ] || kill "$command" 2>/dev/null || true
  [ ! -x "$folder/control" ] || "$folder/control" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
  exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

durability=(-c fsync=off -c synchronous_commit=off -c full_page_writes=off)
[ "${YINGDA_TEST_POSTGRES_DURABLE:-}" != 1 ] || durability=()

run_as_owner "$bin/initdb" -D "$folder/data" -U yingda --auth=trust --encoding=UTF8 --locale=C \
  --no-sync --no-instructions >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }

run_as_owner openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE \
  -keyout "$folder/data/server.key" -out "$folder/data/server.crt" >"$folder/openssl.log" 2>&1 ||
  { cat "$folder/openssl.log" >&2; exit 1; }
cp "$folder/data/server.crt" "$folder/root.pem"

port=$(free_port)
options="-p $port -k $folder -c ssl=on -c listen_addresses=127.0.0.1 -c max_connections=400 -c shared_buffers=256MB"
options+=" -c max_locks_per_transaction=256 ${durability[*]+"${durability[*]}"}"
read -ra environment <<<"${YINGDA_TEST_POSTGRES_ENV:-}"
control=("${as_owner[@]+"${as_owner[@]}"}" env "${environment[@]+"${environment[@]}"}" "$bin/pg_ctl"
  -D "$folder/data" -l "$folder/server.log" -o "$options" -w -t 60)
printf '#!/bin/sh\ncd / && exec %s "$@"\n' "$(printf "'%s' " "${control[@]}")" >"$folder/control"
chmod +x "$folder/control"
"$folder/control" start >/dev/null || { cat "$folder/server.log" >&2; exit 1; }

YINGDA_TEST_POSTGRES="postgres://yingda@127.0.0.1:$port/postgres" YINGDA_TEST_POSTGRES_ROOT="$folder/root.pem" \
  YINGDA_TEST_POSTGRES_CONTROL="$folder/control" "$@" <&0 &
command=$! # in the background, so that a signal to this script ends the cluster at once
wait "$command"
