#!/usr/bin/env bash
# `make faults`: what breaks in production, broken for long (docs/faults.md). YINGDA_TEST_FAULT_ROUNDS says how often each
# fault is repeated, YINGDA_TEST_FAULT_SEED at which moments.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/tools.sh
source scripts/tools.sh

bash scripts/setup.sh rust node postgres python browser curl faketime
bash scripts/frontend.sh web widget e2e
cargo build --locked -p yingda

export YINGDA_TEST_FAULT_ROUNDS=${YINGDA_TEST_FAULT_ROUNDS:-20}
YINGDA_TEST_CHROMIUM=$(chromium_path)
export YINGDA_TEST_CHROMIUM
cd e2e
bash ../scripts/with-postgres.sh npx playwright test --workers=1 e2e/faults/
