# Every command of the project. Nothing to set up first: the virtual environment is made when needed.

VENV := .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1
SITE_READY := $(VENV)/.ready-site
TESTS_READY := $(VENV)/.ready-tests
# Tests call make too, which must not take itself for a part of this one.
PYTEST := env -u MAKELEVEL -u MAKEFLAGS $(BIN)/pytest --numprocesses auto --dist worksteal

# Checks mkdocs.yml, then runs the generator: MkDocs reads the file before any hook could check it.
ENGINE := PYTHONPATH=hooks $(BIN)/python -m practice.engine

.PHONY: help serve build links check format test test-quick hunt words mistakes gallery bench-enquiries lock
.PHONY: pre-push clean new article guide service source doctor schedule schemas

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1: /p' Makefile

serve: $(SITE_READY) ## Show the live site on http://127.0.0.1:8000/ and reload on every change
	@$(ENGINE) serve --dev-addr 127.0.0.1:8000

# Built beside the old site and swapped in only when complete: a mistake never costs the previous site.
# With site_url=https://…/ the site is built for that address in place of mkdocs.yml's, as previews are.
build: config = {INHERIT: mkdocs.yml, site_url: "$(site_url)"}
build: $(SITE_READY) ## Build the site into site/, all checks on
	@rm -rf .build/site && $(if $(site_url),echo '$(config)' |) $(ENGINE) build --strict \
	  --site-dir .build/site $(if $(site_url),--config-file -)
	@rm -rf site.old && if [ -d site ]; then mv site site.old; fi && mv .build/site site && rm -rf site.old
	@echo "The site is in site/."

# No part of a build: what other sites do is no reason not to publish.
links: $(SITE_READY) ## Look whether the pages you link to are still there, and where they went
	@PYTHONPATH=hooks $(BIN)/python -m practice.link_checker

# What a person types after title= and the like goes into the environment as it stands, whatever signs it holds:
# neither make nor the shell reads it.
WORDS := $(foreach word,title name topic service author url date,$(if $(filter command,$(origin $(word))),$(word)))
$(foreach word,$(WORDS),$(eval override export $(word) := $$(value $(word))))
AUTHORING := PYTHONPATH=hooks $(BIN)/python -m practice.authoring

new: $(SITE_READY) ## Begin a text: make new article title="…" (or guide, service, source)
	@$(AUTHORING) new --kind "$(filter-out new,$(MAKECMDGOALS))" --words "$(WORDS)"

article guide service source:
	@$(if $(filter new,$(MAKECMDGOALS)),:,echo 'Say: make new $@ title="…"' >&2; exit 2)

doctor: $(SITE_READY) ## Say what is wrong, and what is not filled in yet
	@$(AUTHORING) doctor

schedule: $(SITE_READY) ## List drafts, what goes out on which day, and what went out last
	@$(AUTHORING) schedule

schemas: $(SITE_READY) ## Write what editors check the content by, after a change of the models
	@$(AUTHORING) schemas

check: $(TESTS_READY) ## Lint, types and formatting
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(TESTS_READY) ## Mend lint and formatting where that can be done safely
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

test: $(TESTS_READY) ## Run every test, those in a real browser too
	@$(BIN)/python tests/browser/chromium.py
	@$(PYTEST)

test-quick: $(TESTS_READY) ## Run the tests that need no browser
	@$(PYTEST) --ignore tests/browser

hunt: export EXAMPLES ?= 20
hunt: $(TESTS_READY) ## Look for texts and data that crash a build: 20 times as many as the tests, others every time
	@$(BIN)/pytest --numprocesses auto tests/properties

words: $(TESTS_READY) ## Print the length and reading ease of every article
	@$(ENGINE) build --quiet --site-dir .build/words && $(BIN)/python -m tests.site.readability .build/words

mistakes: $(TESTS_READY) ## Write the table of mistakes, .github/mistakes.md, from the tests' cases
	@$(BIN)/python -m tests.golden

gallery: $(TESTS_READY) ## Photograph every kind of page, in every width, light and dark, into .build/gallery/
	@$(BIN)/python tests/browser/chromium.py
	@$(ENGINE) build --quiet --strict --site-dir .build/gallery-site
	@$(BIN)/python -m tests.browser.gallery .build/gallery-site .build/gallery

bench-enquiries: $(TESTS_READY) ## Print how many messages a second the receiver takes, and how long a visitor waits
	@PYTHONPATH=hooks:. $(BIN)/python -m tests.bench.enquiries $(if $(count),--count $(count))

lock: $(TESTS_READY) ## Pin every dependency again, with hashes
	@$(BIN)/pip-compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --strip-extras --allow-unsafe --output-file requirements.txt pyproject.toml
	@$(BIN)/pip-compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --strip-extras --allow-unsafe --extra dev --constraint requirements.txt \
	  --output-file requirements-dev.txt pyproject.toml

# core.hooksPath may point to hooks that all repositories of this machine share: not ours to write to.
pre-push: ## Have git check the content before every push
	@shared=$$(git config core.hooksPath); \
	if [ -n "$$shared" ]; then \
	  echo "Nothing was installed: git takes its hooks from $$shared (core.hooksPath)." \
	    "Copy .githooks/pre-push there yourself." >&2; exit 1; \
	fi; \
	hooks=$$(git rev-parse --git-path hooks) && hook="$$hooks/pre-push" || exit 1; \
	if { [ -e "$$hook" ] || [ -L "$$hook" ]; } && ! grep -qs 'make pre-push' "$$hook"; then \
	  echo "Nothing was installed: there is another hook already, $$hook. Move it away, then try again." >&2; exit 1; \
	fi; \
	mkdir -p "$$hooks" && cp .githooks/pre-push "$$hook" && chmod +x "$$hook" && \
	echo "From now on git builds what you push first. To stop it, delete $$hook."

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
	@echo ../../../../hooks > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/practice.pth"
	@touch $@

$(TESTS_READY): requirements-dev.txt $(SITE_READY)
	@echo "Installing what the tests need (once) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@touch $@
