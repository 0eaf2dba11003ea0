#!/usr/bin/env bash
# Runs a command beside a freshly started demo server: `with-server.sh COMMAND…`.
# The server keeps its data in a temporary folder and listens on a free port; the command finds its address in
# YINGDA_URL and its process in YINGDA_TEST_PID. YINGDA_TEST_BIN names the binary.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/tools.sh
source scripts/tools.sh

binary=${YINGDA_TEST_BIN:-target/debug/yingda}
folder=$(mktemp -d "${TMPDIR:-/tmp}/yingda-server.XXXXXX")
server=""

stop() {
  local status=$?
  trap - EXIT INT TERM HUP
  if [ -n "$server" ] && kill "$server" 2>/dev/null; then wait "$server" || true; fi
  if [ "$status" -ne 0 ]; then
    echo "with-server: the last warnings in the server's log:" >&2
    grep -v ' INFO ' "$folder/log" | tail -n 40 >&2 || true
  fi
  rm -rf "$folder"
  exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

port=$(free_port)
export YINGDA_URL="http://127.0.0.1:$port"
YINGDA_LISTEN="127.0.0.1:$port" YINGDA_DATA_DIR="$folder/data" YINGDA_DATABASE="${YINGDA_TEST_SERVER_DATABASE:-sqlite:$folder/data/yingda.db}" \
  "$binary" serve --demo >"$folder/log" 2>&1 &
server=$!
export YINGDA_TEST_PID=$server

for _ in $(seq 300); do
  if curl --silent --fail --output /dev/null "$YINGDA_URL/health/ready"; then
    "$@"
    exit
  fi
  kill -0 "$server" 2>/dev/null || break
  sleep 0.2
done
echo "with-server: $binary did not become ready" >&2
exit 1
