# make run and make test are all a newcomer needs; `make` alone lists the targets.
VENV := .venv
PYTHON := $(VENV)/bin/python
SOURCES := app.py start.py deploy lib pages data tests
# The tests' databases need survive no power cut: in memory, where there is room, they take half the time.
# What is compiled is kept for the many processes that tests start, also where the machine says not to.
QUICK := PYTHONDONTWRITEBYTECODE= $(shell df --output=avail /dev/shm 2>/dev/null | awk 'NR == 2 && $$1 > 8000000 { print "TMPDIR=/dev/shm" }')

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run:  ## install, create the database, load the data, open the dashboard on http://localhost:8501
	@python3 start.py

test: $(VENV)/dev chromium  ## install what the tests need, then run the tests
	$(QUICK) $(PYTHON) -m pytest -n auto --dist worksteal

soak: $(VENV)/dev chromium  ## the long run: every test on both databases, all combinations, inner views and kills; hours
	BANYUE_SOAK=1 $(QUICK) $(PYTHON) -m pytest -n auto --dist worksteal

check: $(VENV)/dev format lint types test  ## format, lint, types, tests

format: $(VENV)/dev  ## rewrite the code in one format
	$(VENV)/bin/ruff format $(SOURCES)

lint: $(VENV)/dev  ## look for mistakes
	$(VENV)/bin/ruff check $(SOURCES)

types: $(VENV)/dev  ## check the types of lib and pages
	$(VENV)/bin/mypy app.py deploy lib pages

bench: $(VENV)/dev  ## measure on both databases, print, and write docs/benchmarks.md; asserts nothing
	$(PYTHON) -m tests.bench
	$(PYTHON) -m tests.bench --postgresql

messages: $(VENV)/dev  ## list the texts without a Chinese translation, and translations without a text
	$(PYTHON) -m pytest -q tests/words/test_language.py

backup: $(VENV)/run  ## copy the database into data/backups and check the copy
	$(PYTHON) -m lib backup

pictures: $(VENV)/dev chromium  ## take the pictures of docs/pictures anew
	$(PYTHON) -m tests.pictures

kit: $(VENV)/dev  ## write dist/banyue-….zip for machines without internet: program, packages, font, licences
	$(PYTHON) -m deploy.kit

demo: $(VENV)/run  ## write data/demo anew (the same bytes each time)
	$(PYTHON) data/make_demo.py

chromium:
	@(command -v chromium && fc-list :lang=zh | grep .) >/dev/null 2>&1 || (apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk)

$(VENV)/run: requirements.txt
	@python3 start.py --install

$(VENV)/dev: requirements-dev.txt $(VENV)/run
	$(VENV)/bin/pip install -q --disable-pip-version-check -r requirements-dev.txt
	touch $@

.PHONY: help run test soak check format lint types bench messages backup demo pictures kit chromium
