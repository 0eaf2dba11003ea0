#!/usr/bin/env bash
# `make test`: every test there is. Rust on SQLite and on a private PostgreSQL, the front end, the browser against
# a real server, and schemathesis against the API. Goes on after a failure and ends with the count of all runners.
# `test.sh rust web widget browser api` runs only the named parts.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/tools.sh
source scripts/tools.sh
# shellcheck source=scripts/phases.sh
source scripts/phases.sh

export YINGDA_TEST_REPORTS="$PWD/target/reports"
parts=("$@")
[ $# -gt 0 ] || parts=(rust web widget browser api)

asked_for() {
  local part
  for part in "${parts[@]}"; do [ "$part" != "$1" ] || return 0; done
  return 1
}

rust_tests() {
  bash scripts/with-postgres.sh bash scripts/with-s3.sh cargo nextest run --workspace --locked --profile ci
}

# With the feature: what stands behind it is built and tested once. The last of all, because it leaves another program behind.
telemetry_tests() {
  cargo nextest run --workspace --locked --features yingda/telemetry -E 'binary(telemetry)'
}

front_end_tests() { # front_end_tests FOLDER
  (cd "$1" && npm test --silent -- --reporter=default --reporter=json --outputFile.json="$YINGDA_TEST_REPORTS/$1.json")
}

browser_tests() { (cd e2e && YINGDA_TEST_CHROMIUM=$(chromium_path) bash ../scripts/with-postgres.sh npm test --silent); }

api_tests() { bash scripts/with-server.sh bash scripts/schemathesis.sh; }

bash scripts/setup.sh rust nextest node postgres python browser curl faketime
rm -rf "$YINGDA_TEST_REPORTS" target/nextest/ci/junit.xml
mkdir -p "$YINGDA_TEST_REPORTS"

phase "front end: install, build" bash scripts/frontend.sh web widget e2e
# The tests' profile and features, so that the browser's server and the Rust tests are one build.
phase "rust: build" cargo build --workspace --lib --bins --tests --locked
if asked_for rust; then
  phase "rust: tests" rust_tests
  phase "generated files" bash scripts/generate.sh --check
fi
for folder in web widget; do
  if asked_for "$folder"; then phase "$folder: tests" front_end_tests "$folder"; fi
done
if asked_for browser; then phase "browser and whole system" browser_tests; fi
if asked_for api; then phase "api: schemathesis" api_tests; fi
if asked_for rust; then phase "rust: feature telemetry" telemetry_tests; fi

ended=0
phases_end || ended=1
node scripts/tally.mjs "${parts[@]}" || ended=1
exit "$ended"
