"""Addresses of files beside the screens: CSV of a view or of its rows, and the map of one country."""

from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard import export, filters, geo, inbox, links
from dashboard.catalogue import FIGURES, VIEWS
from dashboard.countrymap import country_map, script_hashes
from loaders import codes

_MAP_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
    "font-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def export_csv(request: Request) -> Response:
    """Answer with the rows of one view as CSV, or say what in the address is not known."""
    name = request.path_params["name"]
    if name not in VIEWS and name not in FIGURES:
        return PlainTextResponse(f"There is no view named {name[:60]!r}.", status_code=404)
    opened = _opened(request)
    if opened.notices:
        said = "\n".join(f"{notice.parameter}={notice.value} {notice.reason}." for notice in opened.notices)
        return PlainTextResponse(f"This link cannot be exported as written.\n{said}", status_code=400)
    body = export.to_csv(opened.release, opened.scope, name, is_rows="form" in request.path_params)
    suffix = "-rows" if "form" in request.path_params else ""
    disposition = f'attachment; filename="{name}{suffix}-{opened.release.id}.csv"'
    return Response(body, media_type="text/csv; charset=utf-8", headers={"content-disposition": disposition})


def map_of_country(request: Request) -> Response:
    """Answer with the map of one country as a page of its own, shut in a sandbox."""
    opened = _opened(request)
    if opened.notices or len(opened.scope.country) != 1:
        return PlainTextResponse("A country map needs a valid address with one country.", status_code=400)
    scope = opened.scope.facts.but(cmp="none", period=None)
    page = country_map(opened.release, scope, is_dark=request.path_params["theme"] == "dark")
    policy = _MAP_POLICY.format(hashes=script_hashes(page))
    headers = {"content-security-policy": policy, "x-map": "1"}
    return Response(page, media_type="text/html; charset=utf-8", headers=headers)


def geometry(request: Request) -> Response:
    """Answer with map geometry; its name holds its digest, so it may be kept for good."""
    body = geo.served(request.path_params["name"])
    if body is None:
        return PlainTextResponse("There is no geometry of that name.", status_code=404)
    return Response(
        body, media_type="application/json", headers={"cache-control": "public, max-age=31536000, immutable"}
    )


def menus(request: Request) -> Response:
    """Answer with what the menus of a release hold; the name holds its digest, so it may be kept for good."""
    name, tax = request.path_params["release"], request.path_params["name"].partition(".")[0]
    # An older revision has menus too: a link to it stays a link to it.
    release = links.found(name)
    if release is None or release.name != name or tax not in codes.TAXONOMY:
        return PlainTextResponse("There are no menus of that name.", status_code=404)
    body = filters.menus(release, tax)
    return Response(
        body, media_type="application/json", headers={"cache-control": "public, max-age=31536000, immutable"}
    )


def _opened(request: Request) -> links.Opened:
    pairs = parse_qsl(request.url.query, keep_blank_values=True)
    return links.read(pairs, frozenset(VIEWS) | frozenset(FIGURES))


ROUTES = [
    Route("/export/{name}.{form:str}.csv", export_csv),
    Route("/export/{name}.csv", export_csv),
    Route("/map/{theme}", map_of_country),
    Route("/geo/{name}", geometry),
    Route("/menus/{release}/{name}", menus),
    *inbox.ROUTES,
]
