import ast
import datetime
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from loaders.fetch import NotReceivedError, PassingError, Terms, ask, chunks
from tests.loaders.replay import Recorded, replaying

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime.datetime(2026, 5, 4, 12, tzinfo=datetime.UTC)
NETWORK = {"urllib.request", "urllib.error", "http.client", "socket", "ssl", "requests", "urllib3", "ftplib", "httpx"}


def terms(**others: object) -> Terms:
    return Terms(lambda: NOON, **{"inside_hosts": frozenset({"127.0.0.1"}), "attempts": 1, **others})


def body(url: str, **others: object) -> bytes:
    answer = ask(url, {}, terms(**others))
    with answer:
        return b"".join(chunks(answer))


def test_answer_is_read_as_it_was_sent_and_is_asked_for_unpacked() -> None:
    with replaying(Recorded(body=b"a,b\n1,2\n")) as server:
        assert body(server.url("/data?format=csv")) == b"a,b\n1,2\n"
    ((path, headers),) = server.asked
    assert path == "/data?format=csv"
    assert headers["Accept-Encoding"] == "identity"
    assert headers["User-Agent"].startswith("crisis-dashboard")


def test_redirect_is_followed_within_what_may_be_asked() -> None:
    onward = Recorded("302 Found", {"Location": "/the file.csv"})
    with replaying(onward, Recorded(body=b"there")) as server:
        assert body(server.url()) == b"there"
    assert [path for path, _ in server.asked] == ["/file.csv", "/the%20file.csv"]


def test_redirects_in_a_circle_end() -> None:
    with replaying(*[Recorded("301 Moved Permanently", {"Location": "/file.csv"})] * 9) as server:
        with pytest.raises(NotReceivedError, match="sends on more than 5 times"):
            body(server.url())
        assert len(server.asked) == 1 + 5


@pytest.mark.parametrize(
    "onward",
    [
        "http://127.0.0.2/x", "http://localhost/x", "http://10.1.2.3/x", "http://192.168.1.1/x", "http://[::1]/x",
        "http://169.254.169.254/latest/meta-data", "http://100.64.0.1/x", "http://[::ffff:10.0.0.1]/x", "//0.0.0.0/x",
    ],
)  # fmt: skip
def test_redirect_to_a_host_inside_is_not_followed(onward: str) -> None:
    with (
        replaying(Recorded("302 Found", {"Location": onward})) as server,
        pytest.raises(NotReceivedError, match="lies on this machine or in a private network; --inside"),
    ):
        body(server.url())


def test_name_that_leads_inside_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a name resolves to is judged on the connection itself, after which nobody can change it."""
    with replaying(Recorded(body=b"secret")) as server:
        here = ("127.0.0.1", server.server_address[1])
        monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", here)])
        with pytest.raises(NotReceivedError, match=r"data\.example\.org lies on this machine"):
            body("http://data.example.org/file.csv")
    assert server.asked == []


@pytest.mark.parametrize("onward", ["file:///etc/passwd", "ftp://example.org/x", "gopher://example.org/"])
def test_redirect_to_anything_but_the_web_is_not_followed(onward: str) -> None:
    with replaying(Recorded("302 Found", {"Location": onward})) as server, pytest.raises(NotReceivedError):
        body(server.url())


def test_redirect_with_a_password_is_not_followed() -> None:
    with (
        replaying(Recorded("302 Found", {"Location": "http://me:secret@127.0.0.1/"})) as server,
        pytest.raises(NotReceivedError, match="holds a name or a password"),
    ):
        body(server.url())


def test_redirect_without_a_place_is_the_answer() -> None:
    with replaying(Recorded("304 Not Modified"), Recorded("302 Found")) as server:
        assert [ask(server.url(), {}, terms()).status for _ in range(2)] == [304, 302]


def test_server_that_says_nothing_is_left_after_the_longest_silence() -> None:
    with replaying(Recorded(silence=5)) as server, pytest.raises(PassingError, match="timed out"):
        body(server.url(), read_seconds=0.1)


def test_body_that_stops_coming_is_trouble_of_the_network() -> None:
    chunked = {"Content-Length": None, "Transfer-Encoding": "chunked"}
    broken = Recorded(headers=chunked, body=b"5\r\nhello\r\n6\r\nwor")
    with replaying(broken) as server, pytest.raises(PassingError, match="the connection broke off"):
        body(server.url())


def test_nobody_at_the_address_is_trouble_that_may_pass() -> None:
    with replaying() as server:
        url = server.url()
    with pytest.raises(PassingError, match=r"no answer from 127\.0\.0\.1"):
        body(url)


def test_answer_that_is_no_http_is_trouble_that_may_pass() -> None:
    with replaying(Recorded("nonsense")) as server, pytest.raises(PassingError, match="no answer from"):
        body(server.url())


def test_proxy_a_person_set_is_used_and_may_lie_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    with replaying(Recorded(body=b"through the proxy")) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url(""))
        monkeypatch.delenv("no_proxy", raising=False)
        assert body("http://data.example.org/file.csv", inside_hosts=frozenset()) == b"through the proxy"
        with pytest.raises(NotReceivedError, match=r"10\.1\.2\.3 lies"):
            body("http://10.1.2.3/file.csv", inside_hosts=frozenset())
    assert [path for path, _ in proxy.asked] == ["http://data.example.org/file.csv"]


@pytest.fixture
def own_certificate(tmp_path: Path) -> Path:
    """Return a certificate for this machine that nobody else has signed, with its key."""
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl to make a certificate with")
    pem = tmp_path / "own.pem"
    made = [
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
        "-subj", "/CN=here", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", pem, "-out", tmp_path / "own.crt",
    ]  # fmt: skip
    subprocess.run(made, check=True, capture_output=True)
    pem.write_bytes(pem.read_bytes() + (tmp_path / "own.crt").read_bytes())
    return pem


def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_certificate_has_to_be_one_that_is_trusted(own_certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with replaying(Recorded(body=b"behind TLS"), tls=tls(own_certificate)) as server:
        url = server.url().replace("http:", "https:")
        with pytest.raises(NotReceivedError, match="name the certificates to trust in SSL_CERT_FILE"):
            body(url)
        monkeypatch.setenv("SSL_CERT_FILE", str(own_certificate))
        assert body(url) == b"behind TLS"
    assert len(server.asked) == 1


def test_way_that_began_closed_never_goes_on_in_the_open(
    own_certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(own_certificate))
    onward = Recorded("302 Found", {"Location": "http://127.0.0.1/file.csv"})
    with (
        replaying(onward, tls=tls(own_certificate)) as server,
        pytest.raises(NotReceivedError, match=r"sends on from https to the open http://127\.0\.0\.1/file\.csv"),
    ):
        body(server.url().replace("http:", "https:"))


def test_host_inside_hears_not_even_the_first_word_of_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    with replaying() as server:
        here = ("127.0.0.1", server.server_address[1])
        monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", here)])
        with pytest.raises(NotReceivedError, match=r"data\.example\.org lies on this machine"):
            body("https://data.example.org/file.csv")
    assert server.asked == []


def test_no_other_module_goes_online() -> None:
    """The import contract cannot tell urllib.request from urllib.parse; this can."""
    allowed = {ROOT / "loaders" / "fetch.py": NETWORK, ROOT / "dashboard" / "wire.py": {"socket"}}
    for path in [*ROOT.glob("loaders/**/*.py"), *ROOT.glob("dashboard/**/*.py")]:
        imported: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported |= {str(node.module)} | {f"{node.module}.{alias.name}" for alias in node.names}
        assert not (imported & NETWORK) - allowed.get(path, set()), path
