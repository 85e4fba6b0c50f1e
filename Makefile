# Every command of the project. Nothing to set up first: the virtual environment is made when needed.

VENV := .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1
SITE_READY := $(VENV)/.ready-site
TESTS_READY := $(VENV)/.ready-tests
# Tests call make too, which must not run as part of this one.
# Browsers and servers make tests wait, so there are more of them than processors.
PYTEST = env -u MAKELEVEL -u MAKEFLAGS $(BIN)/pytest --dist worksteal --numprocesses \
  $$($(BIN)/python -c "import os; print(os.cpu_count() * 3 // 2)")

# Checks mkdocs.yml, then runs the generator: MkDocs reads the file before any hook could check it.
ENGINE := PYTHONPATH=hooks $(BIN)/python -m practice.engine

.NOTPARALLEL: # what a target needs is in the order in which it is needed
.PHONY: help serve build built swap check-site publish-check known-host vanished changes links check format test test-quick test-all test-engines test-engine hunt words mistakes gallery bench-enquiries lock
.PHONY: pre-push clean new article guide service source chooser scorecard testimonial doctor schedule publish-due schemas upgrade

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1: /p' Makefile

serve: $(SITE_READY) ## Show the live site on http://127.0.0.1:8000/ and reload on every change
	@PYTHONPATH=hooks $(BIN)/python -m practice.preview_server

# Built next to the old site and swapped in only when complete: a mistake never destroys the previous site.
# With site_url=https://…/ the site is built for that address instead of the one in mkdocs.yml, as for previews.
build: built swap ## Build the site into site/, all checks on

built: $(SITE_READY)
	@rm -rf .build/site && $(ENGINE) build --strict --site-dir .build/site

swap:
	@rm -rf site.old && if [ -d site ]; then mv site site.old; fi && mv .build/site site && rm -rf site.old
	@echo "The site is in site/."

# Reads only the finished files, so that it can judge any content.
check-site: $(SITE_READY) ## Check the site in site/: links, headings, HTML, nothing from other hosts, no drafts
	@PYTHONPATH=hooks $(BIN)/python -m practice.validation.site $(FOLDER)

# With host=cloudflare (or github, netlify, server) also what that host cannot do. Hosts do the same on their own.
# Only a site that passes all checks takes the place of the one in site/, which a server of your own shows.
HOSTS := cloudflare github netlify server
FOLDER := site
publish-check: export PUBLISH_FOR = $(or $(host),any)
publish-check: FOLDER := .build/site
publish-check: $(if $(host),known-host) built check-site vanished swap ## Build and check the site as a host does before it is public

known-host:
	@printf '%s\n' $(HOSTS) | grep -qixF -- "$$PUBLISH_FOR" || { \
	  echo "There is no host “$$PUBLISH_FOR”. Known: $(HOSTS)" >&2; exit 2; }

# With live=https://…/ it compares with the site there instead of the one at site_url.
vanished: $(SITE_READY) ## Report public pages and redirects that the site in site/ would lose
	@PYTHONPATH=hooks $(BIN)/python -m practice.publishing.vanished $(FOLDER)

# Reads the commits, not the files as they are now.
changes: $(SITE_READY) ## Report whether the change since base=COMMIT needs the tests of the code
	@PYTHONPATH=hooks $(BIN)/python -m practice.publishing.changes "$(base)"

# Not part of a build: what other sites do must not stop you from publishing.
links: $(SITE_READY) ## Check whether the pages you link to still exist
	@PYTHONPATH=hooks $(BIN)/python -m practice.link_checker

# What a person types after title= and other words goes into the environment unchanged:
# neither make nor the shell interprets it. GNU Make 3.81 (macOS) does not know “override export”.
typed = $(foreach word,$(1),$(if $(filter command,$(origin $(word))),$(word)))
WORDS := $(call typed,title name topic service author url date guide quote who role consent)
RAW := $(WORDS) $(call typed,site_url live due late from)
$(foreach word,$(RAW),$(eval override $(word) := $$(value $(word))))
export $(RAW)
AUTHORING := PYTHONPATH=hooks $(BIN)/python -m practice.authoring

new: $(SITE_READY) ## Start a text: make new article title="…" (or guide, service, source, chooser, scorecard, testimonial)
	@$(AUTHORING) new --kind "$(filter-out new,$(MAKECMDGOALS))" --words "$(WORDS)"

article guide service source chooser scorecard testimonial:
	@$(if $(filter new,$(MAKECMDGOALS)),:,echo 'Use: make new $@' >&2; exit 2)

doctor: $(SITE_READY) ## Report what is wrong and what is not filled in yet
	@$(AUTHORING) doctor

# With due=https://…/ (or late=) its exit status says whether the site there lacks an article that is due (or late).
schedule: $(SITE_READY) ## List drafts, scheduled articles, and what was published last
	@$(if $(filter due late,$(RAW)),PYTHONPATH=hooks $(BIN)/python -m practice.publishing.scheduled $(filter due late,$(RAW)),$(AUTHORING) schedule)

# For GitHub, which runs it several times a day.
publish-due: $(SITE_READY) ## Ask the host for a build if a scheduled article is due, fail if one is late
	@PYTHONPATH=hooks $(BIN)/python -m practice.publishing.scheduled

# The new version does the work, with nothing but Python and git.
upgrade: $(BIN)/python ## Bring this copy to the newest version of the kit, from=ADDRESS; your texts stay
	@PYTHONPATH=hooks $(BIN)/python -m practice.upgrade fetch "$$from"

schemas: $(SITE_READY) ## Write the schemas that editors use, after a change to the models
	@$(AUTHORING) schemas

check: $(TESTS_READY) ## Check lint, types, and formatting
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(TESTS_READY) ## Fix lint and formatting where that is safe
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

test: $(TESTS_READY) ## Run the tests that a change of code can break, a real browser included
	@$(BIN)/python tests/browser/chromium.py
	@$(PYTEST) -m "not long and not owned"

test-quick: $(TESTS_READY) ## Run the tests that need no browser
	@$(PYTEST) -m "not long and not owned" --ignore tests/browser

test-all: export KILLS ?= 100
test-all: $(TESTS_READY) ## Run all tests, including those that take long, then test-engines
	@$(BIN)/python tests/browser/chromium.py
	@$(PYTEST)
	@$(MAKE) test-engines

# Forks of MkDocs that can replace it. Each gets an environment of its own.
test-engines: ## Build sites with ProperDocs and with MkDocs NG, and run the commands that need an engine
	@for engine in properdocs==1.6.7 mkdocs-ng==1.8.0; do \
	  $(MAKE) --no-print-directory VENV=".venv-$${engine%%=*}" test-engine engine="$$engine" || exit 1; \
	done

test-engine: $(TESTS_READY)
	@$(BIN)/pip uninstall --quiet --yes mkdocs properdocs mkdocs-ng
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps $(engine)
	@$(PYTEST) -m engine

hunt: export EXAMPLES ?= 20
hunt: $(TESTS_READY) ## Look for texts and data that crash a build: 20 times as many as the tests, others each time
	@$(BIN)/pytest --numprocesses auto tests/properties

words: $(TESTS_READY) ## Report on the texts: length, reading ease, links, sources, and what is unusual about them
	@$(ENGINE) build --quiet --site-dir .build/words && PYTHONPATH=hooks:. $(BIN)/python -m tests.site.words .build/words

mistakes: $(TESTS_READY) ## Write the table of mistakes, .github/mistakes.md, from the tests
	@$(BIN)/python -m tests.golden

gallery: $(TESTS_READY) ## Take pictures of every kind of page in all widths, light and dark, into .build/gallery/
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

# core.hooksPath may point to hooks shared by all repositories of this machine; do not write there.
pre-push: ## Have git check the content before every push
	@shared=$$(git config core.hooksPath); \
	if [ -n "$$shared" ]; then \
	  echo "Nothing was installed: git takes its hooks from $$shared (core.hooksPath)." \
	    "Copy .githooks/pre-push there yourself." >&2; exit 1; \
	fi; \
	hooks=$$(git rev-parse --git-path hooks) && hook="$$hooks/pre-push" || exit 1; \
	if { [ -e "$$hook" ] || [ -L "$$hook" ]; } && ! grep -qs 'make pre-push' "$$hook"; then \
	  echo "Nothing was installed: $$hook exists. Move it away, then try again." >&2; exit 1; \
	fi; \
	mkdir -p "$$hooks" && cp .githooks/pre-push "$$hook" && chmod +x "$$hook" && \
	echo "From now on git builds what you push before it goes out. To stop that, delete $$hook."

clean: ## Remove what the commands made
	@rm -rf .venv .venv-* .build site site.old

# The first Python on this machine that is 3.11 or newer. Debian packages venv's pip separately: as root, install it.
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
