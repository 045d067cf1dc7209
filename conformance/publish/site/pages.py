"""The pages: each a pure function of the world, that is of corpus, reports, findings and expectations."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import msgspec
from markupsafe import Markup

from conformance.case import Case
from conformance.corpus import front_matter_span
from conformance.judge import GOOD, UNTRIED
from conformance.publish.plots import trend_svg
from conformance.publish.results import Product, spans
from conformance.publish.shown import excerpt, harmless
from conformance.publish.site import places
from conformance.publish.site.data import ShownBadge, data_files, shown_badges
from conformance.publish.site.evidence import stories
from conformance.publish.site.findings import Finding, finding_html
from conformance.publish.site.model import World
from conformance.publish.site.rendering import Renderer
from conformance.publish.site.startup import PICTURE
from conformance.publish.spec_links import spec_link

Page = tuple[str, bytes]
"""A place below the site's folder, with ``/``, and what is there."""


def pages(world: World) -> Iterator[Page]:
    """All pages, and the data that search needs."""
    renderer = Renderer(world)
    yield _front_page(world, renderer)
    yield renderer.page("method.html", "method.html", "How it was determined", sample=_sample(world))
    yield renderer.page("cases.html", "listing.html", "All cases", lines=list(world.lines.values()))
    yield renderer.page("functions.html", "functions.html", "All functions", interfaces=_all_functions(world))
    yield from (_area(world, renderer, area) for area in world.areas)
    yield from (_interface(world, renderer, interface) for interface in world.items.interfaces)
    yield from (_function(world, renderer, item) for item in world.items.cases)
    yield from (_case(world, renderer, case) for case in world.corpus.cases)
    yield from (_runtime(world, renderer, product) for product in world.results.products)
    yield from (_finding(world, renderer, finding) for finding in world.findings)
    if world.startup is not None:
        yield renderer.page("startup.html", "startup.html", "What a start costs", startup=world.startup)
        if world.startup.picture is not None:
            yield PICTURE, world.startup.picture
    yield renderer.page("data.html", "data.html", "The data", badges=_badges_by_runtime(world))
    yield from data_files(world)
    yield "assets/index.js", _search_data(world)


def _sample(world: World) -> str:
    """A case for examples: one that tells runtimes apart, where there is one."""
    return next((line.case.id for line in world.lines.values() if line.differs), world.corpus.cases[0].id)


def _badges_by_runtime(world: World) -> list[tuple[Product, list[ShownBadge]]]:
    """The badges of each runtime, that of all areas first."""
    made = iter(shown_badges(world))
    count = 1 + len(world.areas.keys() | {one.area for _, report in world.results.named for one in report.records})
    return [(product, list(islice(made, count))) for product in world.results.products]


def _front_page(world: World, renderer: Renderer) -> Page:
    groups: list[tuple[str | None, Sequence[Case]]] = [(None, world.corpus.cases), *world.areas.items()]
    cells = {area: world.cells(cases) for area, cases in groups}
    order = {product.name: index for index, product in enumerate(world.results.products)}
    families = [
        (family, [(product, [(area, cells[area][order[product.name]]) for area, _ in groups]) for product in products])
        for family, products in world.results.families.items()
    ]
    return renderer.page(
        "index.html",
        "index.html",
        "Overview",
        families=families,
        interfaces={area: world.items.of_area(area, cases) for area, cases in world.areas.items()},
        suspects=[line for line in world.lines.values() if line.suspect],
    )


def _area(world: World, renderer: Renderer, area: str) -> Page:
    cases = world.areas[area]
    interfaces = world.items.of_area(area, cases)
    rows = []
    for name in interfaces:
        mine = world.items.cases_of(name)
        rows.append((name, len(world.items.interfaces[name]), len(mine), world.cells(mine)))
    return renderer.page(
        places.area_page(area),
        "area.html",
        area,
        ((area, None),),
        area=area,
        interfaces=interfaces,
        rows=rows,
        lines=[world.lines[case.id] for case in cases],
    )


def _rows(world: World, interface: str) -> list[tuple[str, int, object]]:
    items = world.items
    return [
        (item, len(items.cases[item]), world.cells(items.cases[item])) for item in sorted(items.interfaces[interface])
    ]


def _all_functions(world: World) -> list[tuple[str, object]]:
    return [(interface, _rows(world, interface)) for interface in world.items.interfaces]


def _trail_to(world: World, interface: str) -> tuple[tuple[str, str | None], ...]:
    """The way to an interface; through its area where that has a page."""
    area = interface.removeprefix("wasi:").partition("/")[0]
    first = ((area, places.area_page(area)),) if area in world.areas else ()
    return (*first, (interface.partition("/")[2] or interface, places.interface_page(interface)))


def _interface(world: World, renderer: Renderer, interface: str) -> Page:
    trail = _trail_to(world, interface)
    return renderer.page(
        places.interface_page(interface),
        "interface.html",
        interface,
        (*trail[:-1], (trail[-1][0], None)),
        interface=interface,
        rows=_rows(world, interface),
        cases=len(world.items.cases_of(interface)),
        link=spec_link(interface),
    )


def _function(world: World, renderer: Renderer, item: str) -> Page:
    cases = world.items.cases[item]
    name = places.function_name(item)
    return renderer.page(
        places.function_page(item),
        "function.html",
        f"{name} of {item.partition('#')[0]}",
        (*_trail_to(world, item.partition("#")[0]), (name, None)),
        item=item,
        name=name,
        since=world.items.since.get(item),
        link=spec_link(item),
        answers=[(product, spans(world.by_version(cases, product))[::-1]) for product in world.results.products],
        lines=[world.lines[case.id] for case in cases],
    )


def _case(world: World, renderer: Renderer, case: Case) -> Page:
    text = case.source.read_text(encoding="utf-8")
    start, end, rest = front_matter_span(text, case.source)
    found = stories(case, world.results, world.findings, world.expectations)
    trail = (*_trail_to(world, case.functions[0].partition("#")[0]), _function_step(world, case.functions[0]))
    return renderer.page(
        places.case_page(case.id),
        "case.html",
        case.id,
        (*(step for step in trail if step is not None), (case.id, None)),
        case=case,
        suspect=world.lines[case.id].suspect,
        stories=found,
        history=any(len(story.product.versions) > 1 for story in found),
        any_told=any(story.told for story in found),
        facts=list(_facts(case)),
        front_text=text[start:end].strip("\n"),
        source=text[rest:].strip("\n"),
    )


def _function_step(world: World, item: str) -> tuple[str, str] | None:
    return (places.function_name(item), places.function_page(item)) if item in world.items.cases else None


def _facts(case: Case) -> Iterator[tuple[str, str | Sequence[str]]]:
    """What the front matter says, in words and lists, where it says something."""
    front = case.front
    yield "world", front.world
    yield "checks", case.check_names
    some: dict[str, Sequence[str]] = {
        "error codes asserted": front.errors,
        "needs": case.needs,
        "arguments": case.arguments[:20],
        "environment": [f"{key}={value}" for key, value in list(case.environment.items())[:20]],
        "files": tuple(front.files),
        "preopened directories": [f"{one.host} as {one.guest}" for one in front.preopens or ()],
        "terminals": front.terminal,
        "peers": tuple(front.peers),
        "requests to it": [f"{one.method} {one.path}" for one in case.requests[:20]],
    }
    yield from ((name, values) for name, values in some.items() if values)
    if front.table is not None:
        yield "table of checks", f"guest_programs/tables/{front.table.name}.yaml"
    expected = msgspec.to_builtins(front.expect)
    yield "expected ending", _ending(expected)


def _ending(expected: Mapping[str, object]) -> str:
    if expected["trap"]:
        return "a trap, or exit with code 0" if expected["trap"] == "allowed" else "a trap"
    return "a refusal at load" if expected["refused"] else f"exit with code {expected['exit'] or 0}"


def _runtime(world: World, renderer: Renderer, product: Product) -> Page:
    failures = []
    untried: dict[tuple[str, str], list[str]] = {}
    for case in world.corpus.cases:
        record = world.results.record(case.id, product.newest)
        if record is None or record.outcome in GOOD:
            continue
        if record.outcome in UNTRIED:
            untried.setdefault((record.reason, record.outcome), []).append(case.id)
        else:
            failures.append((case, record.outcome, excerpt(record.reason, 240)))
    return renderer.page(
        places.runtime_page(product.name),
        "runtime.html",
        product.name,
        ((product.name, None),),
        product=product,
        others=[other for other in world.results.families[product.family] if other != product],
        side_by_side=world.side_by_side(product),
        changes=world.changes(product),
        trend=world.trends[product.name],
        plot=Markup(trend_svg(world.trends[product.name])),
        findings=world.findings_of(product.family),
        untried=[(*why, ids) for why, ids in sorted(untried.items(), key=lambda entry: (-len(entry[1]), entry[0]))],
        failures=failures,
    )


def _finding(world: World, renderer: Renderer, finding: Finding) -> Page:
    path = places.finding_page(finding.name)
    products = world.results.families.get(finding.family, ())
    pages_of = {case_id: places.case_page(case_id) for case_id in finding.cases}
    return renderer.page(
        path,
        "finding.html",
        finding.title.replace("`", ""),
        (*((one.name, places.runtime_page(one.name)) for one in products[:1]), ("finding", None)),
        finding=finding,
        products=products,
        text=finding_html(finding, places.root_of(path), pages_of),
        rows=[(id, [(one, world.results.outcome(id, one.newest)) for one in products]) for id in finding.cases],
    )


def _search_data(world: World) -> bytes:
    """What can be searched: kind, text, more text, place. A script, since pages opened from a file may read no JSON."""
    found = [["runtime", p.name, f"family {p.family}", places.runtime_page(p.name)] for p in world.results.products]
    found += [["area", area, "", places.area_page(area)] for area in world.areas]
    found += [["interface", name, "", places.interface_page(name)] for name in world.items.interfaces]
    for item in world.items.cases:
        interface, name = item.partition("#")[0], places.function_name(item)
        found.append(["function", name, interface, places.function_page(item)])
    found += [["case", c.id, c.front.title, places.case_page(c.id)] for c in world.corpus.cases]
    found += [["finding", f.title.replace("`", ""), "", places.finding_page(f.name)] for f in world.findings]
    rows = ",\n".join(json.dumps([harmless(text) for text in row]) for row in found)
    return f"window.siteIndex = [\n{rows}\n];\n".encode()
