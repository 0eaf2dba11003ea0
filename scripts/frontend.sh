#!/usr/bin/env bash
# Brings front-end packages up to date: `frontend.sh web widget e2e`. Installs what the lock file says when it
# changed, and builds the ones that have something to build when their sources changed.
set -euo pipefail
cd "$(dirname "$0")/.."

install() { # install FOLDER
  local stamp="$1/node_modules/.installed" now
  now=$(cksum <"$1/package-lock.json")
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ]; then return; fi
  echo "npm ci in $1" >&2
  (cd "$1" && npm ci --no-audit --no-fund --loglevel=error >&2)
  echo "$now" >"$stamp"
}

build() { # build FOLDER
  local stamp="$1/node_modules/.built"
  if [ -f "$stamp" ] && [ -d "$1/dist" ] && [ -z "$(changed_since "$1" "$stamp")" ]; then return; fi
  echo "npm run build in $1" >&2
  (cd "$1" && npm run --silent build >&2)
  touch "$stamp"
}

changed_since() { # changed_since FOLDER STAMP
  find "$1" \( -name node_modules -o -name dist -o -name test \) -prune -o -newer "$2" ! -path "$1" -print | head -n 1
}

for folder in "$@"; do
  install "$folder"
  if grep -q '"build":' "$folder/package.json"; then build "$folder"; fi
done
