"""Sources: where does every figure come from?"""

from typing import Final

from dashboard import words
from dashboard.layout import grid, stack
from dashboard.place import Place
from dashboard.queries import definitions, differences, records, rows, setaside, sources
from dashboard.scope import Scope
from dashboard.show import answer, mount, show
from loaders.release import Release
from loaders.tables import TABLES

PATH: Final = "sources"
TITLE: Final = "Sources"
QUESTION: Final = "Where does every figure come from?"
IGNORES: Final = dict.fromkeys(
    ("region", "country", "agency", "component", "tool", "status", "period", "asof"),
    "Sources shows the whole release. Search its words instead.",
)
_TABS: Final = {
    "sources": "Sources",
    "rows": "Rows",
    "differ": "Differences",
    "rules": "Rules",
    "releases": "Releases",
    "setaside": "Set aside",
    "dictionary": "Dictionary",
}


def render(place: Place) -> None:
    """Answer the question for one release and one tab."""
    answer(place, headline(place.release, place.scope), _LEADS[place.scope.tab])
    options = [
        {"t": text, "href": place.to(tab=tab, q="", page=1, table=(), all=""), "on": tab == place.scope.tab}
        for tab, text in _TABS.items()
    ]
    mount(place, "tabs", {"id": "tabs", "plain": True, "switches": [{"label": "Show", "options": options}]})
    _SHOWN[place.scope.tab](place)


def headline(release: Release, scope: Scope) -> str:
    """Return the answer of one tab."""
    answers = {
        "sources": lambda: sources.headline(release, scope),
        "rows": lambda: rows.headline(release, scope),
        "differ": lambda: differences.headline(release),
        "rules": definitions.rules_headline,
        "releases": records.releases_headline,
        "setaside": lambda: setaside.headline(release),
        "dictionary": definitions.dictionary_headline,
    }
    return answers[scope.tab]()


_LEADS: Final = {
    "sources": "Each row of every table names its source, its file and its line. A source mark anywhere opens them.",
    "rows": "Search every column by words, or narrow by one. A key opens the row, its source and how to cite it.",
    "differ": "Both figures stand here, whose is used, who chose and why; the choice is a line of data.",
    "rules": "The words that stand behind every figure, read from the code that counts it.",
    "releases": "Open one, and every figure of the dashboard is that release's.",
    "setaside": "A row that breaks a rule of its table is in no figure; it is kept here with its reason and its mend.",
    "dictionary": "One name has one meaning and one unit in every table.",
}


def _search(place: Place, what: str) -> None:
    value = {
        "value": place.scope.q,
        "placeholder": f"Search {what}",
        "pattern": place.fill("q", page=1, open=""),
        "none": place.to(q="", page=1, open=""),
    }
    mount(place, "search", {"id": "search", "plain": True, "blocks": [("search", value)]})


def _sources(place: Place) -> None:
    _search(place, "sources by title, publisher, note or address")
    show(place, "source_list")


def _rows(place: Place) -> None:
    counts = {name: place.release.manifest["tables"][name]["rows"] for name in TABLES}
    tables = [
        {
            "t": f"{name} {words.count(number)}",
            "href": place.to(rows=name, page=1, open=""),
            "on": name == place.scope.rows,
        }
        for name, number in counts.items()
    ]
    mount(place, "which", {"id": "which", "plain": True, "switches": [{"label": "Table", "options": tables}]})
    _search(place, f"the rows of {place.scope.rows}")
    show(place, "rows")


def _differences(place: Place) -> None:
    total = len(differences.lines(place.release))
    is_cut = place.scope.all != "differences" and total > differences.FIRST
    show(place, "differences", more=(f"All {words.count(total)}", place.to(all="differences")) if is_cut else None)


def _rules(place: Place) -> None:
    show(place, "measures")
    show(place, "rules")


def _releases(place: Place) -> None:
    show(place, "releases")
    left, right = grid("half", "_releases")
    with stack(left, "release_rows"):
        show(place, "release_rows")
    with stack(right, "inputs"):
        show(place, "inputs")


def _set_aside(place: Place) -> None:
    if len(setaside.ledger(place.release)):
        show(place, "set_aside")
        left, right = grid("half", "_setaside")
        with stack(left, "set_aside_counts"):
            show(place, "set_aside_counts")
        with stack(right, "set_aside_inputs"):
            show(place, "inputs")
        return
    show(place, "inputs")


def _dictionary(place: Place) -> None:
    show(place, "tables")
    show(place, "columns")


_SHOWN: Final = {
    "sources": _sources,
    "rows": _rows,
    "differ": _differences,
    "rules": _rules,
    "releases": _releases,
    "setaside": _set_aside,
    "dictionary": _dictionary,
}
