"""The directed cases of the corpus that are data: read, mutated, made into components, and run on Wasmtime."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import wasmtime
import yaml
from wasmtime import component as wc

from conformance.case import Case
from conformance.corpus import front_matter_span, load_corpus
from conformance.fuzz import component
from conformance.fuzz.commands import Exchange, command, scenario_of
from conformance.fuzz.predict import Row, Word
from conformance.fuzz.scenario import Scenario
from conformance.judge import Evidence, Verdict, judge
from conformance.observation import Captured, Exited, Observation, Trapped

VERSION = "0.2.12"
_ENGINE = wasmtime.Engine()


@cache
def cases() -> dict[str, Case]:
    """The cases, by id."""
    return {case.id: case for case in load_corpus().cases if case.source.suffix == ".yaml"}


@cache
def data_of(case_id: str) -> Any:
    """What a case's source says below its front matter."""
    case = cases()[case_id]
    text = case.source.read_text(encoding="utf-8")
    return yaml.safe_load(text[front_matter_span(text, case.source)[2] :])


@cache
def scenario(case_id: str) -> Scenario:
    """The scenario of a case."""
    data = data_of(case_id)
    form: type[Scenario | Exchange] = Scenario if "components" in data else Exchange
    return scenario_of(msgspec.convert(data, form, strict=False))


@cache
def rows(case_id: str) -> tuple[Row, ...]:
    """The rows that the model wants."""
    return command(case_id, scenario(case_id), VERSION).prediction.rows


def wrong(row: Row) -> Row:
    """A row that wants something else: the last word that counts is another, or there is one more."""
    return replace(row, allowed={label: _wrong_words(words) for label, words in row.allowed.items()})


def _wrong_words(words: Sequence[Word]) -> tuple[Word, ...]:
    for index in reversed(range(len(words))):
        word = words[index]
        bit = word.mask & -word.mask
        if bit:
            return (*words[:index], replace(word, value=word.value ^ bit), *words[index + 1 :])
    return (*words, Word("event", 0))


def text(case_id: str, wanted: Sequence[Row], played: Scenario | None = None) -> str:
    """The component of a case, with these rows."""
    return component.text(case_id, played or scenario(case_id), wanted, VERSION)


def harmless(case_id: str) -> Scenario:
    """A case that must trap, without the deed for which it must."""
    whole = scenario(case_id)
    main = whole.components[whole.main]
    lines = (main.run or "").splitlines()
    if "done" in [line.strip() for line in lines]:
        kept = lines[: [line.strip() for line in lines].index("done") + 1]
    else:  # the callee closes the report: call it for a place that is good
        kept = [*lines[:-1], lines[-1].rsplit(" ", 1)[0] + " 8192"]
    return msgspec.structs.replace(
        whole, components={**whole.components, whole.main: msgspec.structs.replace(main, run="\n".join(kept))}
    )


def verdict(case: Case, component_text: str) -> Verdict:
    """What the judge says of a component's run on Wasmtime."""
    with tempfile.TemporaryDirectory() as folder:
        ending = _run(component_text, Path(folder) / "stdout")
        written = (Path(folder) / "stdout").read_bytes()
    return judge(case, Evidence(Observation(ending=ending, stdout=Captured(written, len(written)))))


def _run(component_text: str, stdout: Path) -> Exited | Trapped:
    store = wasmtime.Store(_ENGINE)
    config = wasmtime.WasiConfig()
    config.stdout_file = str(stdout)
    store.set_wasi(config)
    linker = wc.Linker(_ENGINE)
    linker.add_wasip2()
    made = wc.Component(_ENGINE, component_text)
    try:
        instance = linker.instantiate(store, made)
        interface = made.get_export_index(f"wasi:cli/run@{VERSION}")
        assert interface is not None
        index = made.get_export_index("run", interface)
        assert index is not None
        run = instance.get_func(store, index)
        assert run is not None
        run(store)
        run.post_return(store)
    except (wasmtime.WasmtimeError, wasmtime.Trap) as error:
        return Trapped(str(error).splitlines()[0])
    return Exited(0)


def alternate(wanted: Sequence[Row]) -> Iterator[tuple[list[Row], set[str]]]:
    """The rows with every other one wrong, and then with the rest of them wrong; and the names of those that are."""
    for start in range(min(2, len(wanted))):
        made = [wrong(row) if index % 2 == start else row for index, row in enumerate(wanted)]
        yield made, {row.name for row in wanted[start::2]}
