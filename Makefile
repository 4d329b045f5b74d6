# What is needed to work on Laurel: Python 3 with pip, Node.js 20 with npm, git and make. The rest is installed here,
# pinned and hashed. Tests skip what needs one of these where it is missing: chromium, firefox-esr, poppler-utils, qpdf.
.DEFAULT_GOAL := run
.PHONY: run demo logs build pages deploy destroy client-secret test check verify proof bench bench-requests bench-load bench-simulation bench-init format openapi
.PHONY: locales pins setup checkov clean
.PHONY: page-checks page-tests python-tests style template types
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# Nothing is reported anywhere.
export SAM_CLI_TELEMETRY := 0
# No account is involved: nothing of the user's own AWS settings may be read. Only these see them, which build and
# install nothing in the same make.
IN_AN_ACCOUNT := deploy destroy client-secret
ifneq ($(filter-out $(IN_AN_ACCOUNT),$(or $(MAKECMDGOALS),run)),)
export AWS_CONFIG_FILE := /dev/null
export AWS_SHARED_CREDENTIALS_FILE := /dev/null
export AWS_EC2_METADATA_DISABLED := true
unexport AWS_PROFILE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
endif
# The system's certificates, so that a network with its own authority works for uv and npm as it does for pip and git.
export UV_SYSTEM_CERTS := true
export NODE_EXTRA_CA_CERTS ?= $(firstword $(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt))
unexport PYTHONPATH VIRTUAL_ENV

UV := .tools/uv/bin/uv
# The build and the tests find the Python and the tools of this folder first.
IN_VENV := PATH="$(CURDIR)/.venv/bin:$$PATH"
COMPILE := $(UV) pip compile --quiet --universal --generate-hashes
# An installation says one line; what pip and uv say is kept for when it fails.
QUIETLY = > .tools/install.log 2>&1 || { \
	echo "failed: $(1); .tools/install.log says why" >&2; exit 1; }

# Python 3.13 measures lines without slowing the tests down, but not branches: `make verify` measures both.
BRANCHES = $(if $(filter full,$(TEST_SIZES)),--cov-branch)
python-tests: export COVERAGE_CORE = $(if $(BRANCHES),ctrace,sysmon)
# What a check prints is shown if it fails.
SHOWN_ON_FAILURE = > .tools/$@.log 2>&1 || { cat .tools/$@.log; exit 1; }
# In percent; silent when it is enough.
COVERED = $(IN_VENV) coverage report --include='$(2)' --fail-under=$(1) > .coverage-report || { \
	cat .coverage-report; exit 1; }

run: setup ## everything, in ministack, at http://127.0.0.1:8080 (PORT and DATA_DIR override)
	@exec .venv/bin/python -m local run

demo: setup ## from enrollment to refund, against a running service
	@exec .venv/bin/python -m local demo

logs: setup ## the logs of the functions of a running service
	@exec .venv/bin/python -m local logs

build: setup ## what is deployed, for this machine's processor
	@exec .venv/bin/python -m local build

pages: web/dist/index.html ## the web pages, into web/dist

deploy: ## to AWS: the stack laurel-$STAGE, its pages and its first admin; SECRETS=1 asks for Stripe's secrets again
	@$(MAKE) .venv/.installed pages
	@$(IN_VENV) python -m tools.deploy deploy "$(STAGE)" $(if $(SECRETS),--secrets)

destroy: ## deletes the stack laurel-$STAGE; tables, buckets and the user pool stay
	@$(MAKE) .venv/.installed
	@$(IN_VENV) python -m tools.deploy destroy "$(STAGE)"

client-secret: ## prints the secret with which the shop's services get tokens of the user pool of laurel-$STAGE
	@$(MAKE) .venv/.installed
	@$(IN_VENV) python -m tools.deploy client-secret "$(STAGE)"

test: page-tests python-tests ## every test, and how much of src/ they run

page-tests: setup
	@npm --prefix web --silent test $(SHOWN_ON_FAILURE)

# Three processes, since those with a service or a browser often wait; the tests of a file stay together, and so do those
# that share a service: tests/support/schedule.py. Quick ones come last.
python-tests: setup
	@$(IN_VENV) pytest -n 3 --dist loadfile --no-loadscope-reorder --cov --cov-report= $(BRANCHES)
	@$(call COVERED,100,src/shared/domain/*)
	@$(call COVERED,95,src/*)

# What needs no service runs two at a time, the longest first; each prints its output as a whole, once it has ended.
check: setup ## what CI runs
	@$(MAKE) -j 2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target) \
		page-checks types page-tests template style
	@$(MAKE) python-tests

page-checks: setup
	@npm --prefix web --silent run check $(SHOWN_ON_FAILURE)

types: setup
	@$(IN_VENV) mypy src functions local tools tests

template: setup
	@$(IN_VENV) sam validate --lint --region us-east-1

style: setup
	@$(IN_VENV) ruff format --check
	@$(IN_VENV) ruff check
	@$(IN_VENV) PYTHONPATH=src lint-imports

verify: export TEST_SIZES = full
verify: checkov check proof ## everything, at full size: run it before a release

# Asks no package index for a newer version of itself.
checkov: export CKV_SKIP_PACKAGE_UPDATE_CHECK = true
checkov: .tools/checkov/.installed ## template.yaml by checkov's rules, with the exceptions of .checkov.yaml
	@.tools/checkov/bin/checkov > .tools/checkov.log 2>&1 || { cat .tools/checkov.log; exit 1; }

proof: setup ## what must always be true, in every order of concurrent requests; takes minutes
	@$(IN_VENV) PYTHONPATH=src:layers/pdf:. python -m tests.proof

bench: setup ## how long a certificate takes, beside the plain ways
	@$(UV) venv --quiet --allow-existing .tools/bench
	@$(UV) pip sync --quiet --python .tools/bench --require-hashes requirements/dev.txt requirements/bench.txt
	@.tools/bench/bin/python bench/render.py

bench-requests: setup ## CPU of the most frequent requests, beside plain handlers
	@$(IN_VENV) PYTHONPATH=src:layers/pdf:. python -m bench.requests

bench-load: setup ## how long heartbeats to the running service take, from 1, 20 and 100 learners at once
	@$(IN_VENV) PYTHONPATH=src:. python -m bench.load

bench-simulation: setup ## what staff's operations use with 100,000 learners and 1,000 lessons; takes one to two hours
	@$(IN_VENV) PYTHONPATH=src:layers/pdf:. python -m bench.simulation

bench-init: build ## how long each function takes to start, beside a reference
	@$(IN_VENV) python bench/init.py

format: setup
	@$(IN_VENV) ruff format
	@$(IN_VENV) ruff check --fix
	@npm --prefix web run format

openapi: .venv/.installed ## the OpenAPI document as JSON, from docs/openapi.yaml
	@$(IN_VENV) python -m tools.openapi

locales: .venv/.installed ## months and dates of the certificates' languages, from CLDR
	@$(IN_VENV) python -m tools.locales

pins: $(UV) ## takes the newest versions that pyproject.toml allows
	@$(COMPILE) --upgrade --python-version 3.13 requirements/uv.in -o requirements/uv.txt
	@$(COMPILE) --upgrade --group dev -o requirements/dev.txt
	@$(COMPILE) --upgrade --group emulator -o requirements/emulator.txt
	@$(COMPILE) --upgrade --group checkov -o requirements/checkov.txt
	@$(COMPILE) --upgrade --group bench -c requirements/dev.txt -o requirements/bench.txt
	@$(COMPILE) --group shared -c requirements/dev.txt -o src/requirements.txt
	@$(COMPILE) --group pdf -c requirements/dev.txt -o layers/pdf/requirements.txt

clean: ## what was built and installed; data in .local/ stays
	rm -rf .aws-sam .tools .venv .coverage* htmlcov .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	rm -rf web/dist web/node_modules web/src/api/*.gen.ts
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------- installation
setup: .venv/.installed .tools/emulator/.installed web/dist/index.html

# --target leaves the system's Python alone, so Debian lets pip do it.
$(UV): requirements/uv.txt
	@mkdir -p .tools
	@command -v python3 > /dev/null || { echo "Python 3 is missing: apt-get install python3 python3-pip" >&2; exit 1; }
	@python3 -m pip --version > /dev/null 2>&1 || { echo "pip is missing: apt-get install python3-pip" >&2; exit 1; }
	@echo "installing uv"
	@python3 -m pip install --disable-pip-version-check --only-binary :all: --upgrade --target .tools/uv \
		--require-hashes -r requirements/uv.txt $(call QUIETLY,installing uv)
	@touch $@

.venv/.installed: $(UV) requirements/dev.txt .python-version
	@echo "installing Python's tools and libraries into .venv"
	@$(UV) venv --allow-existing .venv $(call QUIETLY,finding or installing Python $(shell cat .python-version))
	@$(UV) pip sync --python .venv --require-hashes requirements/dev.txt $(call QUIETLY,installing into .venv)
	@touch $@

# ministack has an environment of its own, so that functions find their dependencies in their layers or nowhere.
.tools/emulator/.installed: $(UV) requirements/emulator.txt .python-version
	@echo "installing ministack, the AWS emulator, into .tools/emulator"
	@$(UV) venv --allow-existing .tools/emulator $(call QUIETLY,finding or installing Python $(shell cat .python-version))
	@$(UV) pip sync --python .tools/emulator --compile-bytecode --require-hashes requirements/emulator.txt \
		$(call QUIETLY,installing into .tools/emulator)
	@touch $@

# checkov has one too: what it depends on conflicts with ours.
.tools/checkov/.installed: $(UV) requirements/checkov.txt .python-version
	@echo "installing checkov, which examines template.yaml, into .tools/checkov"
	@$(UV) venv --allow-existing .tools/checkov $(call QUIETLY,finding or installing Python $(shell cat .python-version))
	@$(UV) pip sync --python .tools/checkov --compile-bytecode --require-hashes requirements/checkov.txt \
		$(call QUIETLY,installing into .tools/checkov)
	@touch $@

web/node_modules/.installed: web/package-lock.json web/.npmrc
	@command -v npm > /dev/null || { echo "Node.js 20.19 or later, with npm, is missing: https://nodejs.org" >&2; exit 1; }
	@mkdir -p .tools
	@echo "installing what the pages are built with into web/node_modules"
	@npm --prefix web ci $(call QUIETLY,npm ci)
	@touch $@

web/dist/index.html: web/node_modules/.installed src/shared/edge/openapi.json \
		$(shell find web/src web/public web/index.html web/*.ts web/*.json web/*.mjs -type f ! -name '*.gen.ts' 2> /dev/null)
	@mkdir -p .tools
	@echo "building the pages"
	@npm --prefix web --silent run build $(call QUIETLY,building the pages)
	@cd web && node size.mjs | tail -1
	@touch $@
