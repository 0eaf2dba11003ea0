#!/usr/bin/env bash
# `make generate`: writes what is made from the code (the OpenAPI document, the configuration's page, the web app's
# API client). With --check it leaves the tree as it was and fails, naming the files that are not up to date.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly FILES=(docs/openapi.json docs/configuration.md web/src/api/schema.d.ts web/src/api/routes.ts)
binary=${YINGDA_TEST_BIN:-target/debug/yingda}

generate() {
  "$binary" openapi >docs/openapi.json
  "$binary" config --form markdown >docs/configuration.md
  (cd web && npm run --silent generate)
}

if [ "${1:-}" != --check ]; then
  bash scripts/setup.sh rust node
  bash scripts/frontend.sh web widget
  cargo build --locked --package yingda
  generate
  exit
fi

before=$(mktemp -d "${TMPDIR:-/tmp}/yingda-generated.XXXXXX")
restore() {
  for path in "${FILES[@]}"; do
    if [ -f "$before/$path" ]; then cp "$before/$path" "$path"; else rm -f "$path"; fi
  done
  rm -rf "$before"
}
for path in "${FILES[@]}"; do
  mkdir -p "$before/$(dirname "$path")"
  [ ! -f "$path" ] || cp "$path" "$before/$path"
done
trap restore EXIT

generate
stale=0
for path in "${FILES[@]}"; do
  cmp -s "$before/$path" "$path" && continue
  echo "not up to date: $path (run: make generate)" >&2
  stale=1
done
exit "$stale"
