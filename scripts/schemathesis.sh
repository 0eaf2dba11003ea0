#!/usr/bin/env bash
# Plays generated requests, good and bad, against every operation of the running server's OpenAPI document
# (YINGDA_URL, started by with-server.sh) and fails on a server error or an answer that breaks the document.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly REPORTS=${YINGDA_TEST_REPORTS:-$PWD/target/reports}
readonly VENV=.venv

bash scripts/python.sh
mkdir -p "$REPORTS"
export YINGDA_TEST_WORLD="$REPORTS/world.json"
node e2e/api-world.mjs "$YINGDA_URL" >"$YINGDA_TEST_WORLD"
of_world() { node -p "JSON.parse(require('fs').readFileSync(process.env.YINGDA_TEST_WORLD)).$1"; }
YINGDA_TOKEN=$(of_world token)
YINGDA_TEST_VISITOR=$(of_world visitor)
export YINGDA_TOKEN YINGDA_TEST_VISITOR

PYTHONPATH=e2e SCHEMATHESIS_HOOKS=schemathesis_hooks \
  "$VENV/bin/schemathesis" --config-file e2e/schemathesis.toml run "$YINGDA_URL/openapi.json" \
  --report junit --report-junit-path "$REPORTS/schemathesis.xml" "$@"
