#!/usr/bin/env bash
# `make clean`: removes everything that a build or a test made. Never touches ./data.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf target web/dist widget/dist {web,widget,e2e}/node_modules .venv
