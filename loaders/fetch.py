"""The network: asks an address and reads what it answers; nothing else of this project goes online."""

import datetime
import http.client
import ipaddress
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from urllib.parse import quote, urljoin, urlsplit

from loaders.addresses import address_misfit

_CHUNK: Final = 1 << 16
_MOST_HOPS: Final = 5
_REDIRECTS: Final = (301, 302, 303, 307, 308)
# The library itself asks for bytes as they are: what was packed on the way could be neither measured nor completed.
_HEADERS: Final = {"User-Agent": "crisis-dashboard (python -m loaders fetch)", "Accept": "*/*"}

Answer: TypeAlias = http.client.HTTPResponse


class NotReceivedError(Exception):
    """A file did not come; the text says why. What lay in its place before still does."""


class PassingError(Exception):
    """Trouble that may be over in a moment."""

    def __init__(self, words: str, wait: float | None = None) -> None:
        """Say what the trouble is, and how many seconds the server asks to wait, where it does."""
        super().__init__(words)
        self.wait = wait


@dataclass(frozen=True)
class Terms:
    """How patient a fetch is, and what it takes.

    Attributes:
        now: The clock.
        connect_seconds: Longest wait for a connection.
        read_seconds: Longest silence while a file comes.
        attempts: How often a file is asked for in all.
        wait_seconds: Wait after the first attempt; each further one is twice as long.
        longest_wait_seconds: Longest wait; a server that asks for a longer one is left alone.
        most_bytes: Largest file that is taken; what opens files takes no larger one.
        inside_hosts: Names of hosts that may lie on this machine or in a private network; no other may.
        sleep: Waits some seconds.
        tell: Hears how many bytes have come, and of how many where that is known.
    """

    now: Callable[[], datetime.datetime]
    connect_seconds: float = 15
    read_seconds: float = 60
    attempts: int = 5
    wait_seconds: float = 2
    longest_wait_seconds: float = 300
    most_bytes: int = 2 << 30
    inside_hosts: frozenset[str] = frozenset()
    sleep: Callable[[float], None] = time.sleep
    tell: Callable[[int, int | None], None] = lambda _came, _total: None


def ask(url: str, conditions: dict[str, str], terms: Terms) -> Answer:
    """Ask an address and those it sends on to, each only where it may be asked.

    Args:
        url: The address.
        conditions: Headers that say what is here already.
        terms: How patient to be, and which hosts inside may be asked.

    Returns:
        The answer, whatever its status; the caller closes it.

    Raises:
        NotReceivedError: It leads to where nothing is asked: another scheme, a host inside, https left behind.
        PassingError: Nobody answers.
    """
    opener = _opener(terms)
    for _ in range(_MOST_HOPS + 1):
        _refuse_address(url, terms)
        answer = _opened(opener, urllib.request.Request(url, headers=_HEADERS | conditions), terms)
        onward = answer.headers.get("Location")
        if answer.status not in _REDIRECTS or not onward:
            return answer
        answer.close()
        following = urljoin(url, quote(onward, safe="%/:=&?~#+!$,;'@()*[]"))
        if urlsplit(url).scheme == "https" and urlsplit(following).scheme == "http":
            raise NotReceivedError(f"the server sends on from https to the open {following}")
        url = following
    raise NotReceivedError(f"the server sends on more than {_MOST_HOPS} times")


def chunks(answer: Answer) -> Iterator[bytes]:
    """Yield the bytes of an answer as they come.

    Raises:
        PassingError: The connection broke off; an error of the disk is never taken for one.
    """
    while True:
        try:
            chunk = answer.read(_CHUNK)
        except (OSError, http.client.HTTPException) as error:
            raise PassingError(f"the connection broke off ({error})") from error
        if not chunk:
            return
        yield chunk


def _opened(opener: urllib.request.OpenerDirector, request: urllib.request.Request, terms: Terms) -> Answer:
    try:
        answer: Answer = opener.open(request, timeout=terms.connect_seconds)
    except (OSError, http.client.HTTPException) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        if isinstance(reason, ssl.SSLCertVerificationError):
            raise NotReceivedError(f"{reason}; name the certificates to trust in SSL_CERT_FILE") from error
        raise PassingError(f"no answer from {request.host} ({reason})") from error
    return answer


def _opener(terms: Terms) -> urllib.request.OpenerDirector:
    """Return what speaks http and https, through the proxies of the environment, and follows nothing by itself."""
    opener = urllib.request.OpenerDirector()
    for handler in (urllib.request.ProxyHandler(), _Http(terms), _Https(terms)):
        opener.add_handler(handler)
    return opener


class _Checked(http.client.HTTPConnection):
    """A connection that says nothing to a host inside that nobody named, wherever the name of the host leads."""

    terms: Terms

    def connect(self) -> None:
        super().connect()
        if self.host.lower() not in self.terms.inside_hosts | _proxies() and _is_inside(self.sock.getpeername()[0]):
            raise NotReceivedError(_inside_words(self.host))
        self.sock.settimeout(self.terms.read_seconds)


class _CheckedTls(http.client.HTTPSConnection, _Checked):
    """The same before the first word of TLS."""


class _Http(urllib.request.HTTPHandler):
    def __init__(self, terms: Terms) -> None:
        super().__init__()
        self._terms = terms

    def http_open(self, req: urllib.request.Request) -> Answer:
        return self.do_open(_made(_Checked, self._terms), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, terms: Terms) -> None:
        super().__init__()
        self._terms = terms

    def https_open(self, req: urllib.request.Request) -> Answer:
        return self.do_open(_made(_CheckedTls, self._terms), req)


def _made(kind: type[_Checked], terms: Terms) -> Any:
    def make(host: str, **given: Any) -> _Checked:
        connection = kind(host, **given)
        connection.terms = terms
        return connection

    return make


def _proxies() -> set[str]:
    """Return the hosts of the proxies a person has set for this machine; what they reach is for them to say."""
    named = urllib.request.getproxies().values()
    return {urlsplit(proxy if "//" in proxy else f"//{proxy}").hostname or "" for proxy in named}


def _refuse_address(url: str, terms: Terms) -> None:
    if misfit := address_misfit(url):
        raise NotReceivedError(f"'{url}' {misfit}")
    host = urlsplit(url).hostname or ""
    if host not in terms.inside_hosts and _is_inside(host):
        raise NotReceivedError(_inside_words(host))


def _is_inside(host: str) -> bool:
    """Return whether a host, where it is written as a number, is one that the open internet cannot reach."""
    try:
        return not ipaddress.ip_address(host.partition("%")[0]).is_global
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _inside_words(host: str) -> str:
    return f"{host} lies on this machine or in a private network; --inside {host} allows it"
