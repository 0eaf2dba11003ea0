#!/usr/bin/env bash
# Plays generated requests, good and bad, against every operation of the running server's OpenAPI document
# (YINGDA_URL, started by with-server.sh) and fails on a server error or an answer that breaks the document.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly REPORTS=${YINGDA_REPORTS:-target/reports}
readonly VENV=.venv

install() {
  local wanted
  wanted=$(cksum <e2e/requirements.txt)
  if [ -f "$VENV/installed" ] && [ "$(cat "$VENV/installed")" = "$wanted" ]; then return; fi
  python3 -m venv --clear "$VENV"
  "$VENV/bin/pip" install --quiet --disable-pip-version-check --requirement e2e/requirements.txt
  echo "$wanted" >"$VENV/installed"
}

install
mkdir -p "$REPORTS"
token=$(node e2e/api-token.mjs "$YINGDA_URL")
"$VENV/bin/schemathesis" --config-file e2e/schemathesis.toml run "$YINGDA_URL/openapi.json" \
  --header "Authorization: Bearer $token" --report junit --report-junit-path "$REPORTS/schemathesis.xml"
