"""Horizontal bars: how many, ranked, the value at the end of each bar."""

from dashboard import words
from dashboard.view import View

_ROW = 24


def draw_days(view: View) -> dict[str, object]:
    """Draw person-days by country with the number of deployments beside.

    Args:
        view: A frame with country_name, country_code, people_count, person_days, in the order to
            draw; the fact ``limit`` says how many rows are shown.
    """
    rows = view.frame.head(view.facts["limit"])
    days = [float(value) for value in rows["person_days"]]
    labels = [f"<b>{words.count(value)}</b> · {words.count(number)}" for value, number in zip(days, rows["people_count"], strict=True)]
    bar = {
        "type": "bar", "orientation": "h", "x": days, "y": list(rows["country_name"]), "text": labels, "textposition": "outside",
        "marker": {"color": "@bar"}, "cliponaxis": False, "customdata": list(rows["country_code"]), "textfont": {"size": 13},
        "hovertext": [f"<b>{row.country_name}</b><br>{words.count(row.person_days)} person-days<br>{words.plural(row.people_count, 'deployment')}" for row in rows.itertuples()],
        "hoverinfo": "text",
    }
    layout = {
        "margin": {"l": 8, "r": 84, "t": 4, "b": 4},
        "xaxis": {"visible": False, "range": [0, max(days, default=1)]},
        "yaxis": {"autorange": "reversed", "showgrid": False, "tickfont": {"size": 14, "color": "@ink"}, "ticksuffix": "  "},
    }
    return {"figure": {"data": [bar], "layout": layout, "height": 12 + _ROW * max(len(rows), 1), "click": ("countries", "country")}}
