# Every command of the project. Nothing to set up first: the virtual environment is made when needed.

VENV := .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1
SITE_READY := $(VENV)/.ready-site
TESTS_READY := $(VENV)/.ready-tests

.PHONY: help serve build check format test test-quick words mistakes gallery lock clean

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1: /p' Makefile

serve: $(SITE_READY) ## Show the live site on http://127.0.0.1:8000/ and reload on every change
	@$(BIN)/mkdocs serve --dev-addr 127.0.0.1:8000

# Built beside the old site and swapped in only when complete: a mistake never costs the previous site.
build: $(SITE_READY) ## Build the site into site/, all checks on
	@rm -rf .build/site && $(BIN)/mkdocs build --strict --site-dir .build/site
	@rm -rf site.old && if [ -d site ]; then mv site site.old; fi && mv .build/site site && rm -rf site.old
	@echo "The site is in site/."

check: $(TESTS_READY) ## Lint, types and formatting
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(TESTS_READY) ## Mend lint and formatting where that can be done safely
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

test: $(TESTS_READY) ## Run every test, those in a real browser too
	@$(BIN)/python tests/browser/chromium.py
	@$(BIN)/pytest

test-quick: $(TESTS_READY) ## Run the tests that need no browser
	@$(BIN)/pytest --ignore tests/browser

words: $(TESTS_READY) ## Print the length and reading ease of every article
	@$(BIN)/mkdocs build --quiet --site-dir .build/words && $(BIN)/python -m tests.site.readability .build/words

mistakes: $(TESTS_READY) ## Write the table of mistakes, .github/mistakes.md, from the tests' cases
	@$(BIN)/python -m tests.golden

gallery: $(TESTS_READY) ## Photograph every kind of page, in every width, light and dark, into .build/gallery/
	@$(BIN)/python tests/browser/chromium.py
	@$(BIN)/mkdocs build --quiet --strict --site-dir .build/gallery-site
	@$(BIN)/python -m tests.browser.gallery .build/gallery-site .build/gallery

lock: $(TESTS_READY) ## Pin every dependency again, with hashes
	@$(BIN)/pip-compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --strip-extras --allow-unsafe --output-file requirements.txt pyproject.toml
	@$(BIN)/pip-compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --strip-extras --allow-unsafe --extra dev --constraint requirements.txt \
	  --output-file requirements-dev.txt pyproject.toml

clean: ## Remove what the commands made
	@rm -rf $(VENV) .build site site.old

# The first Python of at least 3.11 on this machine. Debian ships venv's pip apart: say so, or as root install it.
$(BIN)/python:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "Python 3.11 or newer is needed and was not found. Install it, or run: make PYTHON=/path/to/python3" >&2; exit 1; \
	fi; \
	if ! "$$python" -c 'import ensurepip' 2>/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq python3-venv; \
	  else \
	    echo "Python's venv module is incomplete. On Debian or Ubuntu run: sudo apt install python3-venv" >&2; exit 1; \
	  fi; \
	fi; \
	rm -rf $(VENV) && "$$python" -m venv $(VENV)

$(SITE_READY): requirements.txt | $(BIN)/python
	@echo "Installing what the site needs (once) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	@touch $@

$(TESTS_READY): requirements-dev.txt $(SITE_READY)
	@echo "Installing what the tests need (once) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@touch $@
