#!/usr/bin/env bash
# `make bench`: durable messages a second and the way from question to reply, on SQLite and PostgreSQL, with the
# machine's own limit measured in the same run. Takes a few minutes; writes nothing but its report.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/tools.sh
source scripts/tools.sh

bash scripts/setup.sh rust node postgres curl
bash scripts/frontend.sh web widget
cargo build --release --locked -p yingda -p yingda-bench

export YINGDA_TEST_BIN=target/release/yingda
export YINGDA_LIMITS_PUBLIC_PER_ADDRESS=1000000
export YINGDA_LOG_LEVEL=warn
bench=target/release/yingda-bench

echo "machine: $(nproc) cores, $(uname -sm)"
echo
echo "== messages, SQLite"
bash scripts/with-server.sh bash -c "$bench messages --url \"\$YINGDA_URL\""
echo
echo "== messages, PostgreSQL (fsync on)"
YINGDA_TEST_POSTGRES_DURABLE=1 bash scripts/with-postgres.sh bash -c \
  "YINGDA_TEST_SERVER_DATABASE=\$YINGDA_TEST_POSTGRES bash scripts/with-server.sh bash -c '$bench messages --url \"\$YINGDA_URL\" --database PostgreSQL --no-limit'"
echo
for database in SQLite PostgreSQL; do
  echo "== question to reply at 200/s, $database"
  replay="bash scripts/with-server.sh bash scripts/replay-demo.sh 200 8"
  if [ "$database" = SQLite ]; then
    $replay
  else
    YINGDA_TEST_POSTGRES_DURABLE=1 bash scripts/with-postgres.sh \
      bash -c "YINGDA_TEST_SERVER_DATABASE=\$YINGDA_TEST_POSTGRES $replay"
  fi
  echo
done

echo "== memory of idle customers, SQLite"
ulimit -n "$(ulimit -Hn)"
bash scripts/with-server.sh bash -c \
  "$bench sockets --url \"\$YINGDA_URL\" --pid \"\$YINGDA_TEST_PID\" --connections \"\${YINGDA_BENCH_SOCKETS:-5000,20000}\""
echo
echo "== a full store"
bash scripts/bench-full-store.sh "${YINGDA_BENCH_CONVERSATIONS:-300000}"
