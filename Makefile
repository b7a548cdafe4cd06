# Every target sets up what it needs: Python 3.11, make and git are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
READY := $(VENV)/.ready

.PHONY: demo test lint build build-check images bench clean

## demo: the year of Montélimar 2007, written to demo/
demo: $(READY)
	$(BIN)/cucs-xl demo demo

## test: the whole suite (LibreOffice checks are skipped, with the reason, where it is absent)
test: $(READY)
	$(BIN)/pytest -rs -n auto --dist loadfile

## lint: style and types
lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

## build: rewrite the committed workbooks and sheets, the add-in, the catalogue of messages
build: $(READY)
	$(BIN)/python -m cucs_xl.excel.builder.livraison workbook templates
	$(BIN)/cucs-xl complement construire -o macros
	$(BIN)/python -m cucs_xl.report.modele_lettre templates
	$(BIN)/python -m tests.excel.addin.test_document
	$(BIN)/python -m tests.anomalies.catalogue
	$(BIN)/python -m tests.test_readme
	$(BIN)/python -m tests.exigences.page

## build-check: fail when a committed file differs from a fresh build
build-check: $(READY)
	$(BIN)/python -m cucs_xl.excel.builder.livraison workbook templates --verifier
	$(BIN)/cucs-xl complement verifier macros/cucs.xlam
	$(BIN)/python -m cucs_xl.report.modele_lettre templates --verifier

## images: the pictures of the documents (needs LibreOffice and poppler)
images: $(READY)
	$(BIN)/python -m tests.images

## bench: ratios measured side by side, in one run
bench: $(READY)
	$(BIN)/python -m tests.benchmarks

clean:
	rm -rf $(VENV) demo

$(READY): pyproject.toml uv.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	VIRTUAL_ENV=$(VENV) $(UV) sync --quiet --active --frozen --python $(BIN)/python
	touch $@
