#!/usr/bin/env bash
# Makes sure that .venv has what e2e/requirements.txt names. Asks no network when it has.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly VENV=.venv
wanted=$(cksum <e2e/requirements.txt)
if [ -f "$VENV/installed" ] && [ "$(cat "$VENV/installed")" = "$wanted" ]; then exit; fi
bash scripts/setup.sh python
python3 -m venv --clear "$VENV"
"$VENV/bin/pip" install --quiet --disable-pip-version-check --requirement e2e/requirements.txt
echo "$wanted" >"$VENV/installed"
