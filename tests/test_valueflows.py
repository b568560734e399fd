# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ledger as Valueflows, read back as a graph by rdflib, which knows nothing of us.

The events are played again with the effects that the vocabulary gives each action, and must end
in the very quantities that the file states.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

from commonpress.derive.disclose import disclose
from commonpress.derive.publication import Publication
from commonpress.pipeline import publish
from commonpress.render.valueflows import write_valueflows
from tests.registers import day, register
from tests.test_ledger_formats import ROOT, weird

VF = Namespace("https://w3id.org/valueflows/ont/vf#")
OM2 = Namespace("http://www.ontology-of-units-of-measure.org/resource/om-2/")
DCTERMS = Namespace("http://purl.org/dc/terms/")
HERE = "https://commons.example/data/valueflows.jsonld"

# From the vocabulary's table of actions: what an event does to the accounting quantity of the
# resource it names, and to that of the second one.
ACCOUNTING = {
    "transferAllRights": (-1, 1),
    "move": (-1, 1),
    "transferCustody": (0, 0),
    "produce": (1, 0),
    "consume": (-1, 0),
    "raise": (1, 0),
    "lower": (-1, 0),
    "work": (0, 0),
}
# The terms of version 0.10 of the vocabulary that a ledger may use.
TERMS = set(
    """Agent Organization ResourceSpecification EconomicResource EconomicEvent Process Agreement
    action name provider receiver resourceConformsTo conformsTo resourceQuantity corrects
    resourceInventoriedAs toResourceInventoriedAs inputOf outputOf inScopeOf realizationOf
    primaryAccountable accountingQuantity onhandQuantity defaultUnitOfResource hasPointInTime
    resourceClassifiedAs localLabel effortQuantity""".split()
) | set(ACCOUNTING)

pytestmark = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"  # rdflib's own reader uses it
)


def graph_of(publication: Publication) -> Graph:
    return Graph().parse(data=write_valueflows(publication), format="json-ld", publicID=HERE)


@pytest.fixture(params=["sample", "weird"], scope="module")
def publication(request: pytest.FixtureRequest) -> Publication:
    found = publish(ROOT).publication if request.param == "sample" else weird()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def graph(publication: Publication) -> Graph:
    with pytest.warns(DeprecationWarning, match="ConjunctiveGraph"):
        return graph_of(publication)


def amount(graph: Graph, measure: Node | None) -> Decimal:
    value = graph.value(measure, OM2.hasNumericalValue)
    assert isinstance(value, Literal)
    assert value.datatype == XSD.decimal
    return Decimal(str(value))


def played_again(graph: Graph, *, custody: bool) -> dict[Node, Decimal]:
    """What each resource comes to when every event has had its effect; rights or custody."""
    held: dict[Node, Decimal] = defaultdict(Decimal)
    for event in graph.subjects(RDF.type, VF.EconomicEvent):
        action = str(graph.value(event, VF.action)).removeprefix(str(VF))
        first, second = ACCOUNTING[action]
        if custody and action == "transferCustody":
            first, second = -1, 1
        if action == "work":
            continue  # its effort is hours, and no resource has it
        quantity = amount(graph, graph.value(event, VF.resourceQuantity))
        for term, effect in (
            (VF.resourceInventoriedAs, first),
            (VF.toResourceInventoriedAs, second),
        ):
            resource = graph.value(event, term)
            if resource is not None:
                held[resource] += effect * quantity
    return held


def stated(graph: Graph, quantity: URIRef) -> dict[Node, Decimal]:
    resources = graph.subjects(RDF.type, VF.EconomicResource)
    return {r: amount(graph, graph.value(r, quantity)) for r in resources}


def test_the_events_come_to_what_is_ours(graph: Graph) -> None:
    assert len(found := stated(graph, VF.accountingQuantity)) >= 5
    assert played_again(graph, custody=False) == found


def test_with_loans_they_come_to_what_lies_there(graph: Graph, publication: Publication) -> None:
    on_hand = stated(graph, VF.onhandQuantity)
    assert played_again(graph, custody=True) == on_hand
    pages = {
        URIRef(f"{HERE}#stock/{account.id}/{view.resource.id}"): held
        for view in publication.resources
        for account, held in view.stocks
    }
    assert {resource: held for resource, held in on_hand.items() if held} == pages


def test_every_term_is_one_of_the_vocabulary(graph: Graph) -> None:
    used = {str(node) for triple in graph for node in triple if str(node).startswith(str(VF))}
    assert {name.removeprefix(str(VF)) for name in used} <= TERMS


def test_whatever_is_pointed_to_is_there(graph: Graph) -> None:
    told = set(graph.subjects())
    pointed = {o for o in graph.objects() if isinstance(o, URIRef) and str(o).startswith(HERE)}
    assert pointed <= told


def test_every_entry_that_moved_something_is_one_event(
    graph: Graph, publication: Publication
) -> None:
    events = {str(event) for event in graph.subjects(RDF.type, VF.EconomicEvent)}
    counted = {line.entry.id for line in publication.entries if line.entry.action == "counted"}
    moved = {line.entry.id for line in publication.entries} - counted
    moved |= {line.entry.id for line in publication.entries if line.difference}
    worked = publication.hours.lines if publication.hours else ()
    stand = {f"{HERE}#hours/{line.record.id}" for line in worked if not line.corrected_by}
    assert events == {f"{HERE}#entry/{name}" for name in moved} | stand


def test_what_became_of_each_action(graph: Graph) -> None:
    pairs = {
        (str(graph.value(event, DCTERMS.type)), str(graph.value(event, VF.action))[len(VF) :])
        for event in graph.subjects(RDF.type, VF.EconomicEvent)
        if "#entry/" in str(event)
    }
    assert pairs <= {
        ("received", "transferAllRights"),
        ("received", "raise"),  # what was there when the book began
        ("distributed", "transferAllRights"),
        ("paid", "transferAllRights"),
        ("moved", "move"),
        ("lent", "transferCustody"),
        ("returned", "transferCustody"),
        ("made", "produce"),
        ("used", "consume"),
        ("spoiled", "lower"),
        ("counted", "raise"),
        ("counted", "lower"),
    }
    assert len(pairs) >= 9


def test_hours_are_work_that_goes_into_what_was_made(graph: Graph) -> None:
    for event in graph.subjects(VF.action, VF.work):
        assert graph.value(event, VF.resourceQuantity) is None
        assert amount(graph, graph.value(event, VF.effortQuantity)) > 0
        into = graph.value(event, VF.inputOf)
        assert into is None or list(graph.subjects(VF.outputOf, into))


def test_an_empty_book_is_a_graph_of_one_commons() -> None:
    graph = graph_of(disclose(register(), day("1970-01-01")))
    assert set(graph.subjects()) == {URIRef(f"{HERE}#commons")}
