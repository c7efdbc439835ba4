"""Frames: a page of its own within the page, such as the map of one country."""

from dashboard.view import View


def draw_map(view: View) -> dict[str, object]:
    """Draw the map of one country; it is made by the server for either theme.

    Args:
        view: The fact ``address`` is the query of the map's address, the sentence its text alternative, and the fact
            ``key``, where there is one, what stands beneath it.
    """
    addresses = {theme: f"/map/{theme}?{view.facts['address']}" for theme in ("light", "dark")}
    key = [("key", view.facts["key"])] if "key" in view.facts else []
    return {"blocks": [("frame", {**addresses, "title": view.sentence}), *key]}
