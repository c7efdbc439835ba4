"""The four forms agencies fill in: which columns each has, what a cell holds, and which rows repeat one another."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Field:
    """One column of a form.

    Attributes:
        name: Canonical column.
        kind: How a cell is read, one of ``loaders.values.reading.KINDS``.
        words: What a cell holds, for the form's own dictionary and for screens.
        is_asked: Whether a file without the column is refused.
        is_required: Whether a row without a value is set aside.
        is_added: Whether the column is summed in the report.
        example: A cell as it should be written.
    """

    name: str
    kind: str
    words: str
    is_asked: bool = False
    is_required: bool = False
    is_added: bool = False
    example: str = ""


@dataclass(frozen=True)
class Form:
    """One form.

    Attributes:
        kind: Name of the form, as ``check --kind`` takes it.
        title: Name for people.
        grain: What one row is.
        fields: The columns, in order.
        key: Columns that together tell rows apart.
        conflict: Rule that rows with one key and different cells break.
    """

    kind: str
    title: str
    grain: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    conflict: str = "duplicate-id-conflict"

    @property
    def columns(self) -> tuple[str, ...]:
        """The canonical columns, in order."""
        return tuple(field.name for field in self.fields)

    @property
    def asked(self) -> tuple[str, ...]:
        """The columns without which a file is refused."""
        return tuple(field.name for field in self.fields if field.is_asked)

    @property
    def added(self) -> tuple[str, ...]:
        """The columns whose values are summed."""
        return tuple(field.name for field in self.fields if field.is_added)


def _key(name: str, words: str, example: str) -> Field:
    return Field(name, "id", words, is_asked=True, is_required=True, example=example)


_SOURCE: Final = Field("source", "text", "Where the row was taken from", is_asked=True, example="SITREP 14")
_AGENCY: Final = Field(
    "agency", "agency", "Agency whose people or money it is", is_asked=True, is_required=True, example="USAID"
)
_LATITUDE: Final = Field("latitude", "latitude", "Degrees north, WGS 84", example="-1.286")
_LONGITUDE: Final = Field("longitude", "longitude", "Degrees east, WGS 84", example="36.817")

DEPLOYMENTS: Final = Form(
    "deployments",
    "Deployments",
    "one team of one agency in one country, from its first day to its last",
    (
        _key("deployment_id", "The agency's own key of the deployment, never used twice", "D-001"),
        Field("country", "country", "Country served in: ISO 3166-1 alpha-3 code or name", True, True, example="KEN"),
        _AGENCY,
        Field("component", "text", "Part of the Civilian Response Corps, where it is one", example="Active"),
        Field("function", "text", "What the team does", example="Rule of law"),
        Field("headcount", "count", "People, empty where not known", is_asked=True, is_added=True, example="12"),
        Field("start_date", "day", "First day served", True, True, example="2010-03-01"),
        Field("end_date", "end", "Last day served, empty while there is none", example="2010-08-31"),
        Field("place", "text", "Duty station", example="Nairobi"),
        _LATITUDE,
        _LONGITUDE,
        Field("status", "text", "State of the deployment in the agency's words", example="active"),
        _SOURCE,
    ),
    ("deployment_id",),
)
PROGRAMS: Final = Form(
    "programs",
    "Programs",
    "one program in one fiscal year",
    (
        _key("program_id", "The agency's own key of the program", "P-001"),
        Field("title", "text", "Name of the program", True, True, example="Community stabilization"),
        Field("countries", "countries", "Countries, separated by ;", True, True, example="KEN;UGA"),
        _AGENCY,
        Field("authority", "text", "Authority the money is spent under", example="Section 1207"),
        Field("sector", "text", "Sector", example="Rule of law"),
        Field("tool", "text", "Tool of smart power", example="economic"),
        Field("fiscal_year", "fiscal_year", "US fiscal year, October to September", True, True, example="FY2010"),
        Field("obligated_usd", "money", "Obligated, US dollars, empty where not known", True, is_added=True,
              example="250000.00"),
        Field("disbursed_usd", "money", "Disbursed, US dollars, empty where not known", is_added=True,
              example="100000.00"),
        Field("start_date", "day", "First day", example="2009-10-01"),
        Field("end_date", "end", "Last day, empty while there is none", example="2010-09-30"),
        Field("status", "text", "State of the program in the agency's words", example="active"),
        _SOURCE,
    ),
    ("program_id",),
)  # fmt: skip
COUNTRIES: Final = Form(
    "countries",
    "Country indicators",
    "one indicator of one country on one day",
    (
        Field("iso3", "iso3", "ISO 3166-1 alpha-3 code", True, True, example="KEN"),
        Field("name", "text", "Name of the country", True, True, example="Kenya"),
        Field("region", "text", "Region in the sender's words", example="East Africa"),
        Field("status", "text", "Status in the sender's words", example="watch"),
        Field("indicator", "text", "What is counted, with its unit", True, True, example="Displaced people"),
        Field("value", "number", "Value, empty where not known", is_asked=True, is_added=True, example="350000"),
        Field("date", "day", "Day the value stands for", is_asked=True, example="2010-06-30"),
        _SOURCE,
    ),
    ("iso3", "indicator", "date"),
    "duplicate-key",
)
EVENTS: Final = Form(
    "events",
    "Events",
    "one event",
    (
        _key("id", "The sender's own key of the event", "E-001"),
        Field("country", "country", "Country it happened in", True, True, example="KEN"),
        Field("date", "day", "Day it happened", True, True, example="2010-03-01"),
        _LATITUDE,
        _LONGITUDE,
        Field("type", "text", "Kind of event", is_asked=True, example="clash"),
        Field("fatalities", "tally", "People killed, empty where not known", is_added=True, example="4"),
        _SOURCE,
    ),
    ("id",),
)

FORMS: Final[dict[str, Form]] = {form.kind: form for form in (DEPLOYMENTS, PROGRAMS, COUNTRIES, EVENTS)}
