# The doors of the house. Each target is one script in scripts/; what it needs, it installs or names.

.DEFAULT_GOAL := help
.PHONY: help run build test check bench faults generate clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: ## build everything and start the demo company on http://127.0.0.1:8080
	@bash scripts/run.sh

build: ## web app, widget and target/release/yingda
	@bash scripts/build.sh

test: ## every test: Rust on SQLite and PostgreSQL, front end, browser, API
	@bash scripts/test.sh

check: ## format, lints, types, rules of the house
	@bash scripts/check.sh

bench: ## reproducible measurements, with the machine's limit beside them
	@bash scripts/bench.sh

faults: ## what breaks in production, broken for long (docs/faults.md)
	@bash scripts/faults.sh

generate: ## docs and clients that are made from the code
	@bash scripts/generate.sh

clean: ## remove what was built (never ./data)
	@bash scripts/clean.sh
