#!/usr/bin/env bash
# Runs a command beside a private S3-compatible object store (moto, in memory): `with-s3.sh COMMAND…`. The command finds its
# address in YINGDA_TEST_S3; any key and secret will do. It is gone when the command ends, however it ends.
set -euo pipefail
# Where it was called is where the command runs.
root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=scripts/tools.sh
source "$root/scripts/tools.sh"

bash "$root/scripts/python.sh"
port=$(free_port)
log=$(mktemp "${TMPDIR:-/tmp}/yingda-s3.XXXXXX")
"$root/.venv/bin/moto_server" --host 127.0.0.1 --port "$port" >"$log" 2>&1 &
store=$!
command=""
stop() {
  local status=$?
  trap - EXIT INT TERM HUP
  [ -z "$command" ] || kill "$command" 2>/dev/null || true
  kill "$store" 2>/dev/null || true
  rm -f "$log"
  exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }
for _ in $(seq 150); do
  answers && break
  kill -0 "$store" 2>/dev/null || { cat "$log" >&2; exit 1; }
  sleep 0.2
done
answers || { cat "$log" >&2; exit 1; }

YINGDA_TEST_S3="http://127.0.0.1:$port" "$@" <&0 &
command=$! # in the background, so that a signal to this script ends the store at once
wait "$command"
