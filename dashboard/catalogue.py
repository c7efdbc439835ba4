"""Every view and figure by name: its query and how it is drawn; address, exports and drawer use it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from dashboard.figures import (
    agencybars,
    bars,
    columns,
    dots,
    dumbbells,
    frames,
    lines,
    lists,
    maps,
    matrices,
    outlines,
    registers,
    steps,
    tables,
    timelines,
    units,
)
from dashboard.queries import (
    appropriations,
    changes,
    compare,
    contributions,
    contributors,
    corps,
    country,
    countrychanges,
    countryfigures,
    countrylist,
    countrymoney,
    countrypeople,
    countryprograms,
    countrysheets,
    definitions,
    deployments,
    differences,
    effort,
    eventcells,
    flows,
    functions,
    gaps,
    happenings,
    hosted,
    indicators,
    members,
    money,
    needs,
    people,
    programs,
    records,
    rows,
    section1207,
    setaside,
    sheets,
    situation,
    sources,
    spending,
    stated,
    statements,
    stations,
    strength,
    timeline,
    tours,
    worldevents,
    worldmap,
)
from dashboard.scope import Scope
from dashboard.view import Figure, View
from loaders.release import Release

Query = Callable[[Release, Scope], View]
Draw = Callable[[View], Mapping[str, object]]


@dataclass(frozen=True)
class Entry:
    """One view of the dashboard.

    Attributes:
        query: Release and scope in, the answer out.
        draw: The answer in, what the panel draws out: a figure, or blocks of text and tables.
        has_twin: Whether it can be shown as a table; what is a table already cannot.
    """

    query: Query
    draw: Draw
    has_twin: bool = True


VIEWS: Final[dict[str, Entry]] = {
    "world": Entry(situation.world, maps.draw),
    "world_events": Entry(worldmap.world, maps.draw),
    "event_cells": Entry(eventcells.listed, frames.draw_map),
    "events_by_month": Entry(worldevents.by_month, columns.draw),
    "flows": Entry(flows.years, columns.draw),
    "flow_sectors": Entry(flows.sectors, bars.draw_values),
    "flow_funders": Entry(flows.funders, bars.draw_values),
    "compare": Entry(compare.figures, tables.draw_table, has_twin=False),
    "compare_events": Entry(compare.events, columns.draw),
    "differences": Entry(differences.listed, tables.draw_table, has_twin=False),
    "indicators": Entry(indicators.stated, tables.draw_table, has_twin=False),
    "hosted": Entry(hosted.countries, bars.draw_values),
    "hosted_years": Entry(hosted.years, columns.draw),
    "contributors": Entry(contributors.states, bars.draw_values),
    "contributed_missions": Entry(contributors.missions, bars.draw_values),
    "contributed_years": Entry(contributors.years, columns.draw),
    "changes": Entry(changes.since, lists.draw_changes),
    "posts_by_country": Entry(gaps.posts_by_country, dumbbells.draw),
    "deployments_by_country": Entry(deployments.by_country, bars.draw_days),
    "country_list": Entry(countrylist.listed, tables.draw_table, has_twin=False),
    "country_map": Entry(stations.country_map, frames.draw_map),
    "effort": Entry(effort.over_year, lines.draw_gap),
    "country_changes": Entry(countrychanges.since, lists.draw_notes),
    "money_by_tool": Entry(countrymoney.by_tool, bars.draw_values),
    "posts_by_function": Entry(effort.posts, units.draw),
    "funding": Entry(countrymoney.funding, columns.draw),
    "provided": Entry(countrysheets.provided, bars.draw_values),
    "people_stated": Entry(countrypeople.stated, tables.draw_table, has_twin=False),
    "country_programs": Entry(countryprograms.running, tables.draw_table, has_twin=False),
    "happenings": Entry(happenings.happened, lists.draw_events),
    "status_history": Entry(happenings.status_history, lists.draw_notes),
    "needs": Entry(needs.needed, tables.draw_table, has_twin=False),
    "missions": Entry(needs.missions, tables.draw_table, has_twin=False),
    "amounts_stated": Entry(countrymoney.stated, tables.draw_table, has_twin=False),
    "country_silence": Entry(country.silence, tables.draw_table, has_twin=False),
    "people_over_time": Entry(tours.over_time, steps.draw),
    "tours": Entry(timeline.view, timelines.draw),
    "appropriations": Entry(appropriations.by_year, columns.draw),
    "section_1207_projects": Entry(section1207.by_project, bars.draw_values),
    "section_1207": Entry(section1207.by_year, columns.draw),
    "program_years": Entry(spending.years, columns.draw),
    "agency_tools": Entry(spending.agency_tools, matrices.draw),
    "tools": Entry(spending.tools, bars.draw_values),
    "program_list": Entry(programs.table, tables.draw_table, has_twin=False),
    "every_statement": Entry(stated.table, tables.draw_table, has_twin=False),
    "corps_over_time": Entry(strength.over_time, dots.draw),
    "deployments_in_full": Entry(stated.yearly, bars.draw_days),
    "stated": Entry(stated.view, timelines.draw),
    "supply": Entry(contributions.supply, agencybars.draw),
    "agency_regions": Entry(contributions.agency_regions, matrices.draw),
    "paid": Entry(contributions.paid, columns.draw),
    "skills": Entry(functions.skills, outlines.draw),
    "fillers": Entry(functions.fillers, tables.draw_table, has_twin=False),
    "named": Entry(statements.named, matrices.draw),
    "counted": Entry(statements.counted, tables.draw_table, has_twin=False),
    "partners": Entry(members.partners, tables.draw_table, has_twin=False),
    "strength": Entry(members.strength, tables.draw_table, has_twin=False),
    "crises": Entry(sheets.crises, agencybars.draw_sheets),
    "source_list": Entry(sources.source_list, registers.draw_sources, has_twin=False),
    "rows": Entry(rows.explorer, registers.draw_rows, has_twin=False),
    "measures": Entry(definitions.measured, tables.draw_table, has_twin=False),
    "rules": Entry(lambda release, scope: _rules(release, scope), tables.draw_table, has_twin=False),
    "releases": Entry(records.releases, registers.draw_releases, has_twin=False),
    "release_rows": Entry(records.release_rows, tables.draw_table, has_twin=False),
    "inputs": Entry(records.inputs, registers.draw_inputs, has_twin=False),
    "set_aside_counts": Entry(setaside.counts, tables.draw_table, has_twin=False),
    "set_aside": Entry(setaside.listed, registers.draw_set_aside, has_twin=False),
    "tables": Entry(definitions.tables_of, registers.draw_tables, has_twin=False),
    "columns": Entry(definitions.columns_of, tables.draw_table, has_twin=False),
}
FIGURES: Final[dict[str, Callable[[Release, Scope], Figure]]] = {
    "countries_at_risk": situation.countries_at_risk,
    "complex_emergencies": situation.complex_emergencies,
    "deployed": people.deployed,
    "person_days": people.person_days,
    "empty_posts": gaps.empty_posts,
    "obligated": money.obligated,
    "agencies": corps.agencies,
    "active_members": corps.active_members,
    "country_deployed": countryfigures.deployed,
    "country_obligated": countryfigures.obligated,
    "country_agencies": countryfigures.agencies,
    "components": countryfigures.components,
    "leaving": countryfigures.leaving,
    "statements": countryfigures.statements,
    "country_programs_count": countryfigures.programs,
    "newest_sheet": countrysheets.newest_sheet,
    "newest_need": needs.newest_need,
    "events_year": worldevents.year,
    "contributed": contributors.contributed,
    "publishers": sources.publishers,
}


def _rules(release: Release, scope: Scope) -> View:
    """Return the rule of every view and figure but the rules themselves."""
    views = {name: entry.query for name, entry in VIEWS.items() if name != "rules"}
    return definitions.rules(release, scope, {**views, **FIGURES})
