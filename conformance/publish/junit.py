"""JUnit's XML, in the dialect that Jenkins, GitLab and the tools around GitHub all read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal
from xml.etree import ElementTree

import msgspec

from conformance.publish.shown import harmless

Result = Literal["passed", "failure", "error", "skipped"]
_MOMENT = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?", re.ASCII)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class JUnitCase(msgspec.Struct, frozen=True, kw_only=True):
    """A test case. ``name`` is what a person would search for, ``group`` what tools make folders of."""

    name: str
    group: str
    seconds: float
    result: Result
    message: str = ""
    """Why it did not pass, on one line."""
    text: str = ""
    """All that there is to know about that."""


class JUnitSuite(msgspec.Struct, frozen=True, kw_only=True):
    """Test cases that were run together; ``timestamp`` is ISO 8601 without a zone, as the dialect wants it."""

    name: str
    cases: Sequence[JUnitCase]
    timestamp: str = ""
    properties: Mapping[str, str] = {}


def junit_xml(name: str, suites: Sequence[JUnitSuite]) -> bytes:
    """The document, with a last newline. Characters that XML cannot hold are written as their escapes."""
    root = ElementTree.Element("testsuites", {"name": xml_text(name), **_counts([c for s in suites for c in s.cases])})
    for suite in suites:
        _add_suite(root, suite)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add_suite(root: ElementTree.Element, suite: JUnitSuite) -> None:
    attributes = {"name": xml_text(suite.name), **_counts(suite.cases)}
    attributes["skipped"] = str(sum(case.result == "skipped" for case in suite.cases))
    if _MOMENT.fullmatch(suite.timestamp):  # whatever else a report says of it, the dialect takes nothing else
        attributes["timestamp"] = suite.timestamp
    element = ElementTree.SubElement(root, "testsuite", attributes)
    if suite.properties:
        properties = ElementTree.SubElement(element, "properties")
        for key, value in suite.properties.items():
            ElementTree.SubElement(properties, "property", {"name": xml_text(key), "value": xml_text(value)})
    for case in suite.cases:
        _add_case(element, case)


def _add_case(suite: ElementTree.Element, case: JUnitCase) -> None:
    attributes = {"name": xml_text(case.name), "classname": xml_text(case.group), "time": f"{case.seconds:.6f}"}
    element = ElementTree.SubElement(suite, "testcase", attributes)
    if case.result == "passed":
        return
    outcome = ElementTree.SubElement(element, case.result, {"message": xml_text(case.message)})
    if case.text:
        outcome.text = xml_text(case.text)


def _counts(cases: Sequence[JUnitCase]) -> dict[str, str]:
    results = [case.result for case in cases]
    return {
        "tests": str(len(cases)),
        "failures": str(results.count("failure")),
        "errors": str(results.count("error")),
        "time": f"{sum(case.seconds for case in cases):.6f}",
    }


def xml_text(text: str) -> str:
    r"""``text`` with all that is unseen, a control character say, and all that XML 1.0 cannot hold, as ``\x1b``."""
    return _NOT_XML.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), harmless(text))
