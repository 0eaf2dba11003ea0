#!/usr/bin/env bash
# Measures servers on a full store: `bench-full-store.sh [CONVERSATIONS]`, of ten messages each over ninety days.
# Start-up, pages, backup, check and idle customers on SQLite; the same store copied to a private PostgreSQL. Needs 8 GB
# of disk for a million conversations, twice. Called by `bench.sh`, which has built what it runs.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/tools.sh
source scripts/tools.sh

if [ -z "${YINGDA_TEST_POSTGRES:-}" ]; then
  exec env YINGDA_TEST_POSTGRES_DURABLE=1 bash scripts/with-postgres.sh bash scripts/bench-full-store.sh "$@"
fi
conversations=${1:-300000}
yingda=${YINGDA_TEST_BIN:-target/release/yingda}
bench=target/release/yingda-bench
folder=$(mktemp -d "${TMPDIR:-/tmp}/yingda-full.XXXXXX")
server=""

stop() {
  if [ -n "$server" ] && kill "$server" 2>/dev/null; then wait "$server" || true; fi
  server=""
}
trap 'stop; rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Starts a server on the database and waits until it is ready; says how long that took.
start() {
  local port began
  port=$(free_port)
  url="http://127.0.0.1:$port"
  began=$(date +%s%N)
  YINGDA_DATABASE="$1" YINGDA_DATA_DIR="$folder/data" YINGDA_LISTEN="127.0.0.1:$port" YINGDA_BACKUP_EVERY_HOURS=0 \
    "$yingda" serve --demo >"$folder/log" 2>&1 &
  server=$!
  until curl --silent --fail --output /dev/null "$url/health/ready"; do
    kill -0 "$server" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
    sleep 0.05
  done
  echo "ready after $((($(date +%s%N) - began) / 1000000)) ms"
}

took() { local began=$SECONDS; "$@"; echo "    took $((SECONDS - began)) s"; }

sqlite="sqlite:$folder/data/yingda.db"
start "$sqlite" >/dev/null
stop
took "$bench" seed --file "$folder/data/yingda.db" --conversations "$conversations"
echo "$conversations conversations, $((conversations * 10)) messages: $(du -m "$folder/data/yingda.db" | cut -f1) MB on SQLite"
sync

echo "== SQLite"
start "$sqlite"
"$bench" pages --url "$url"
stop
"$yingda" backup "$folder/full.backup" --database "$sqlite" --data-dir "$folder/data"
rm -f "$folder/full.backup"
took "$yingda" check --database "$sqlite" --data-dir "$folder/data"

echo "== PostgreSQL"
# In the database that the cluster was made with: it goes with the cluster.
took "$yingda" copy --database "$sqlite" --data-dir "$folder/data" --to "$YINGDA_TEST_POSTGRES"
start "$YINGDA_TEST_POSTGRES"
"$bench" pages --url "$url"
stop
