# Dovetail: everything that CI does, a person can do with the same words. `make help` lists them.
SHELL := /bin/bash
SWIFT ?= swift
# One set of flags for all debug builds, so that they share their work.
DEBUG := --explicit-target-dependency-import-check error
RELEASE := -c release --static-swift-stdlib
ARGS ?=
# The targets whose tests run apart from the others.
ALONE := DovetailPostgresTests|DovetailEngineTests|EndToEndTests|RemoteJoinTests

.PHONY: help deps build demo run test test-unit goldens format check bench docs conformance

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

deps: ## install the system libraries and servers that are missing (Debian, Ubuntu)
	@scripts/install-dependencies

build: deps ## build the optimized program: .build/release/dovetail
	$(SWIFT) build $(RELEASE) --product dovetail

demo: build ## run the demonstration; ARGS=--once ends after the result
	@.build/release/dovetail demo $(ARGS)

run: build ## start the engine; ARGS="--server-port 8080" and other options follow `serve`
	@.build/release/dovetail serve $(ARGS)

test: deps ## run every test, databases included, on a throw-away PostgreSQL
	$(SWIFT) build $(DEBUG) --build-tests
	# The tests of the PostgreSQL source restart their server, and those of whole engines keep all cores busy
	# for long, so that others, which wait for something to happen within a minute, run without them.
	scripts/postgres-cluster run -- $(SWIFT) test $(DEBUG) --skip-build --skip '^($(ALONE))\.' $(ARGS)
	scripts/postgres-cluster run -- $(SWIFT) test $(DEBUG) --skip-build --filter '^DovetailEngineTests\.' $(ARGS)
	scripts/postgres-cluster run -- $(SWIFT) test $(DEBUG) --skip-build --filter '^(EndToEndTests|RemoteJoinTests)\.' $(ARGS)
	scripts/postgres-cluster run -- $(SWIFT) test $(DEBUG) --skip-build --filter '^DovetailPostgresTests\.' $(ARGS)

test-unit: deps ## run the tests that need no database server
	$(SWIFT) test $(DEBUG) --filter '$(shell scripts/unit-test-targets)' $(ARGS)

goldens: deps ## rewrite the expected files of Tests/GoldenTests; review the difference as code
	DOVETAIL_UPDATE_GOLDENS=1 $(SWIFT) test $(DEBUG) --filter GoldenTests

format: ## lay the sources out as the style asks
	$(SWIFT) format --in-place --parallel --recursive --configuration .swift-format Package.swift Sources Tests

check: deps ## check format, imports, file lengths and documents
	@scripts/check

bench: build ## measure beside pgbench on the same server; results in Benchmarks/
	@Benchmarks/run $(ARGS)

docs: build ## write the reference of options: docs/configuration.md
	@.build/release/dovetail help --markdown > docs/configuration.md

conformance: deps ## run the conformance ratchet, if the pack is beside the project
	@scripts/conformance
