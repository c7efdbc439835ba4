"""One country: its name, status, neighbours in the list, and what the page says first."""

from functools import lru_cache

import pandas as pd

from dashboard import measures, selection, words
from dashboard.cells import Column
from dashboard.queries import (
    countryfigures,
    countrylist,
    countrymoney,
    countrypeople,
    countryprograms,
    countrysheets,
    effort,
    functions,
    gaps,
    happenings,
    needs,
    people,
    status,
)
from dashboard.queries.names import country_names, region_names
from dashboard.scope import Scope
from dashboard.view import Citation, View
from loaders.release import Release

NO_STATUS = "No status stated"


def name_of(release: Release, scope: Scope) -> str:
    """Return the chosen country's short name."""
    return country_names(release).get(scope.country[0], scope.country[0])


def is_left_out(release: Release, scope: Scope) -> bool:
    """Whether the region and status filters leave the chosen country out."""
    left = selection.countries_in(release, scope)
    return left is not None and scope.country[0] not in left


def region(release: Release, scope: Scope) -> tuple[str, str] | None:
    """Return code and name of the country's region in the chosen taxonomy, None where it has none."""
    code = selection.region_of(release, scope.tax, scope.asof).get(scope.country[0])
    return (code, region_names(release, scope.tax)[code]) if code else None


def standing(release: Release, scope: Scope) -> tuple[str, str, str]:
    """Return the status of the country: code, words and since when; code NONE where no source states one."""
    known = selection.status_on(release, scope.asof)
    known = known[known["country_code"] == scope.country[0]]
    if not len(known):
        return "NONE", NO_STATUS, ""
    row = known.iloc[0]
    since = (
        f"since {words.day_at(row['start_date'], str(row['start_precision']))}" if pd.notna(row["start_date"]) else ""
    )
    return str(row["status_code"]), status.status_words(str(row["status_code"]), row["status_text"]), since


def steps(release: Release, scope: Scope) -> list[tuple[str, str, str]]:
    """Return the countries before and after in the list, as sign, code and name."""
    order = list(countrylist.frame(release, scope.facts.but(country=()))["country_code"])
    if scope.country[0] not in order:
        return []
    place, names = order.index(scope.country[0]), country_names(release)
    found = [("before", order[place - 1])] if place else []
    found += [("after", order[place + 1])] if place + 1 < len(order) else []
    return [(side, code, names.get(code, code)) for side, code in found]


def lead(release: Release, scope: Scope) -> str:
    """Return the sentence beneath the country's name."""
    if is_left_out(release, scope):
        return "The filters for region or status leave this country out. Clear them to see it."
    if people.has_tours(release):
        return _lead_of_posts(release, scope)
    parts = [_people_part(release, scope), *countrysheets.lead_part(release, scope)]
    return " ".join(part for part in parts if part)


def _lead_of_posts(release: Release, scope: Scope) -> str:
    figure = countryfigures.deployed(release, scope)
    if figure.value is None and not people.is_silent(release, scope):
        return f"Tours to {name_of(release, scope)} state no number of people."
    if figure.value is None:
        said = countryfigures.asked(release, scope)
        return f"{name_of(release, scope)} has not reported deployments." + (f" {said}." if said else "")
    requested = float(gaps.by_post(release, scope)["requested"].sum())
    if not requested:
        are = "civilian is" if figure.text == "1" else "civilians are"
        return f"{figure.text} {are} in country; no posts are requested."
    said = f"{figure.text} of {words.count(requested)} requested civilians are in country."
    short = functions.by_function(release, scope)
    short = short[short["empty"] > 0]
    empty = float(short["empty"].sum())
    if not empty:
        return f"{said} No requested post is empty."
    most = short.head(2)
    where = words.listed([name.lower() for name in most["function_name"]])
    several = len(short) > len(most)
    number = words.capital(words.number_word(int(most["empty"].sum())))
    share = f"{number} of the {words.plural(empty, 'empty post')} are in"
    one = f"The empty {'post is' if empty == 1 else 'posts are'} in"
    return f"{said} {share if several else one} {where}."


def _people_part(release: Release, scope: Scope) -> str:
    rows = people.deployments_in_year(release, scope)
    if len(rows):
        year = words.fiscal_year(people.latest_year(release, scope) or 0)
        sent, days = measures.add(rows, measures.DEPLOYMENTS), measures.add(rows, measures.PERSON_DAYS)
        served = words.plural(days.value or 0, "person-day")
        return f"{words.plural(sent.value or 0, 'deployment')} with {served} in {year}."
    stated = people.stated_by_country(release, scope)
    if len(stated):
        row = stated.iloc[0]
        number = words.SIGNS[row["qualifier_code"]] + words.count(row["people_count"])
        precision = str(row["as_of_precision"])
        when = f"{'on' if precision == 'DAY' else 'in'} {words.day_at(row['as_of_date'], precision)}"
        noun = "person" if row["people_count"] == 1 else "people"
        return f"{number} {noun} in the country {when}, as one source states."
    return "No source known by this day states how many people were deployed here."


def figures(release: Release) -> tuple[str, ...]:
    """Return the six figures of a country that the release can answer best."""
    if people.has_tours(release):
        return ("country_deployed", "empty_posts", "country_obligated", "country_agencies", "components", "leaving")
    return ("country_deployed", "person_days", "statements", "newest_sheet", "country_programs_count", "newest_need")


@lru_cache(maxsize=256)
def silence(release: Release, scope: Scope) -> View:
    """Return which questions about the country nobody answers by this day."""
    asked = (*_ASKED, *(_ASKED_OF_EXERCISE if people.has_tours(release) else _ASKED_OF_RECORD))
    rows = [(view.title, view.absence) for view in (query(release, scope) for query in asked) if view.absence]
    frame = pd.DataFrame(rows, columns=["question", "answer"])
    return View(
        "country_silence",
        "What is not reported?",
        "Questions that no row answers here by this day. Unknown is not none.",
        frame,
        {"question": "Question", "answer": "Answer"},
        f"{words.plural(len(frame), 'question has', 'questions have')} no answer here.",
        Citation(
            "Questions of this page whose rows are missing.",
            "country_status",
            lambda: release.table("country_status").head(0),
        ),
        absence="" if len(frame) else "Every question of this page has an answer.",
        facts={"cells": (Column("question", "Question", strong=True), Column("answer", "Answer"))},
        is_none=True,
    )


_ASKED = (needs.needed, needs.missions, happenings.happened, happenings.status_history, countryprograms.running)
_ASKED_OF_EXERCISE = (effort.posts, countrymoney.funding)
_ASKED_OF_RECORD = (countrypeople.stated, countrymoney.stated, countrysheets.provided)
