#!/usr/bin/env bash
# `make generate`: writes what is made from the code (docs/openapi.json and the web app's API client).
# With --check it writes nothing and fails, naming the files, when what is in the tree differs.
set -euo pipefail
cd "$(dirname "$0")/.."

binary=${YINGDA_BIN:-target/debug/yingda}
generated=(docs/openapi.json web/src/api)

before=""
if [ "${1:-}" = --check ]; then
  before=$(mktemp -d "${TMPDIR:-/tmp}/yingda-generated.XXXXXX")
  trap 'rm -rf "$before"' EXIT
  cp -R "${generated[@]}" "$before"
else
  cargo build --locked --package yingda
fi

bash scripts/frontend.sh web
"$binary" openapi >docs/openapi.json
(cd web && npm run --silent generate)

[ -n "$before" ] || exit 0
stale=0
for path in "${generated[@]}"; do
  diff -rq "$before/$(basename "$path")" "$path" >/dev/null && continue
  echo "not up to date: $path (run: make generate)" >&2
  stale=1
  rm -rf "$path"
  cp -R "$before/$(basename "$path")" "$path"
done
exit "$stale"
