"""The line to the model: what goes wrong there is told in words, in time, and once too often is enough."""

import datetime
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.second.fake_model import KEY, FakeModel, Handler, cut_short, drip, drip_head, fake_model, reset, status

from lianqun.office.outside import language_model
from lianqun.office.outside.language_model import Endpoint, LanguageModel, NoAnswer, endpoint_of
from lianqun.office.outside.remembered_answers import remember
from lianqun.read.second import Messages

QUESTION: Messages = ({"role": "user", "content": '==\n{"title": "海宁市", "text": "海宁市项目12个。"}\n=='},)
Fault = Callable[[Handler], None]


@pytest.fixture
def model() -> Iterator[FakeModel]:
    with fake_model() as server:
        yield server


def ask(model: FakeModel, **given: Any) -> str:
    options = {"seconds": 5.0, "pauses": (0.0, 0.0), **given}
    return LanguageModel(Endpoint(model.url, options.pop("model", "plain"), **options)).ask(QUESTION)


def failure(model: FakeModel, *faults: Fault, **given: Any) -> NoAnswer:
    model.faults = list(faults)
    with pytest.raises(NoAnswer) as caught:
        ask(model, **given)
    assert KEY not in str(caught.value) and caught.value.zh and caught.value.en
    return caught.value


def test_what_is_asked(model: FakeModel) -> None:
    ask(model, key=KEY)
    body = model.asked[0]
    assert (body["model"], body["temperature"], body["response_format"]) == ("plain", 0, {"type": "json_object"})
    assert body["messages"] == [dict(message) for message in QUESTION]
    assert model.paths == ["/v1/chat/completions"]


@pytest.mark.parametrize("fault", [status(429), status(500), status(503), reset, cut_short])
def test_what_may_pass_is_tried_again(model: FakeModel, fault: Fault) -> None:
    model.faults = [fault, fault]
    assert "12个" in ask(model)
    assert len(model.asked) == 3


def test_a_server_without_json_mode_is_asked_without_it(model: FakeModel) -> None:
    model.faults = [status(400)]
    line = LanguageModel(Endpoint(model.url, "plain", pauses=(0.0, 0.0)))
    assert line.ask(QUESTION) == line.ask(QUESTION)
    assert ["response_format" in body for body in model.asked] == [True, False, False]


def plain(kind: str, body: bytes) -> Fault:
    return lambda handler: handler.say(200, body, kind=kind)


@pytest.mark.parametrize(
    ("fault", "code", "tries"),
    [
        (status(500), "failing", 3),
        (status(429), "busy", 3),
        (reset, "lost", 3),
        (cut_short, "lost", 3),
        (status(401), "refused_key", 1),
        (status(403), "refused_key", 1),
        (status(400), "status", 2),
        (plain("text/html", b"<h1>welcome</h1>"), "not_json", 1),
        (plain("application/json", b"{"), "not_json", 1),
        (plain("application/json", b'{"choices": []}'), "not_json", 1),
        (plain("application/json", b'{"choices": [{"message": {"content": null}}]}'), "not_json", 1),
        (plain("application/json", b"[" * 200_000), "not_json", 1),
        (plain("application/json", b" " * 10_000_000), "too_large", 1),
    ],
)
def test_what_is_told_and_after_how_many_tries(model: FakeModel, fault: Fault, code: str, tries: int) -> None:
    assert failure(model, *[fault] * 5).code == code
    assert len(model.asked) == tries


@pytest.mark.parametrize("fault", [drip, drip_head])
def test_an_answer_that_only_drips_is_cut_off(model: FakeModel, fault: Fault) -> None:
    assert failure(model, fault, seconds=0.3).code == "timeout"


def test_a_document_has_its_time(model: FakeModel) -> None:
    assert failure(model, drip, seconds=30, document_seconds=0.3).code == "out_of_time"
    assert failure(model, status(429, Retry_After="20"), document_seconds=2).code == "busy", "no wait beyond the document's time"


def test_a_redirect_is_not_followed(model: FakeModel) -> None:
    with fake_model() as other:
        assert failure(model, status(307, Location=f"{other.url}/chat/completions"), key=KEY).code == "redirect"
        assert other.asked == []


def test_no_proxy_of_the_environment_is_used(model: FakeModel, monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_model() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert "12个" in ask(model) and proxy.asked == []


def test_a_wrong_key_and_a_closed_port_are_told(model: FakeModel) -> None:
    assert failure(model, key="wrong").code == "refused_key"
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(NoAnswer) as caught:
            LanguageModel(Endpoint(f"http://127.0.0.1:{closed.getsockname()[1]}/v1", "plain", pauses=())).ask(QUESTION)
    assert caught.value.code == "unreachable"


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    certificate = own_certificate(tmp_path)
    with fake_model() as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        with pytest.raises(NoAnswer) as caught:
            LanguageModel(Endpoint(server.url.replace("http:", "https:"), "plain", pauses=())).ask(QUESTION)
        assert caught.value.code == "tls" and server.asked == []


def own_certificate(folder: Path) -> Path:
    """A certificate that only we have signed; skipped where the machine cannot make one."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    day = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, day, day + datetime.timedelta(days=36500))
    signed = made.sign(key, hashes.SHA256())
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + signed.public_bytes(serialization.Encoding.PEM)
    path = folder / "own.pem"
    path.write_bytes(pem)
    return path


SET = {"LIANQUN_SECOND_URL": "http://10.0.0.8:8000/v1", "LIANQUN_SECOND_MODEL": "m"}


def test_without_an_address_there_is_no_second_reader() -> None:
    assert endpoint_of({}) is None
    assert endpoint_of({"LIANQUN_SECOND_MODEL": "m", "LIANQUN_SECOND_KEY": KEY}) is None


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"LIANQUN_SECOND_URL": "file:///etc/passwd"}, "bad_address"),
        ({"LIANQUN_SECOND_URL": "http://name:word@host/v1"}, "bad_address"),
        ({"LIANQUN_SECOND_URL": "http://host:99999999/v1"}, "bad_address"),
        ({"LIANQUN_SECOND_URL": "http://host/v1\r\nX: y"}, "bad_address"),
        ({"LIANQUN_SECOND_URL": "host:8000/v1"}, "bad_address"),
        ({"LIANQUN_SECOND_MODEL": ""}, "no_model"),
        ({"LIANQUN_SECOND_KEY": "one\r\nX-Two: 2"}, "bad_key"),
        ({"LIANQUN_SECOND_KEY_FILE": "/nowhere/at/all"}, "bad_key"),
        ({"LIANQUN_SECOND_SECONDS": "soon"}, "bad_seconds"),
        ({"LIANQUN_SECOND_DOCUMENT_SECONDS": "inf"}, "bad_seconds"),
    ],
)
def test_settings_that_cannot_be_used(given: dict[str, str], code: str) -> None:
    with pytest.raises(NoAnswer) as caught:
        endpoint_of({**SET, **given})
    assert caught.value.code == code and "word@" not in str(caught.value)


def test_the_key_comes_from_a_file_and_shows_nowhere(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n", encoding="ascii")
    endpoint = endpoint_of({**SET, "LIANQUN_SECOND_KEY_FILE": str(tmp_path / "key"), "LIANQUN_SECOND_SECONDS": "5"})
    assert endpoint is not None and (endpoint.key, endpoint.seconds) == (KEY, 5.0)
    assert KEY not in repr(endpoint)


def counted(answers: list[str]) -> tuple[list[Messages], Callable[[Messages], str]]:
    asked: list[Messages] = []

    def answer(messages: Messages) -> str:
        asked.append(messages)
        return answers[len(asked) - 1]

    return asked, answer


def test_memory_tells_models_and_questions_apart(tmp_path: Path) -> None:
    asked, answer = counted(["one", "two", "三\ud800"])
    other: Messages = ({"role": "user", "content": "other"},)
    for _again in range(2):
        assert remember(answer, tmp_path, "a")(QUESTION) == "one"
        assert remember(answer, tmp_path, "b")(QUESTION) == "two"
        assert remember(answer, tmp_path, "a")(other) == "三\ud800"
    assert len(asked) == 3


@pytest.mark.parametrize(
    "spoil", [lambda b: b[: len(b) // 2], lambda b: b"", lambda b: b.replace(b"one", b"two"), lambda b: b"[]"]
)
def test_a_spoilt_memory_is_not_trusted(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    asked, answer = counted(["one", "one"])
    remember(answer, tmp_path, "a")(QUESTION)
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    kept.write_bytes(spoil(kept.read_bytes()))
    assert remember(answer, tmp_path, "a")(QUESTION) == "one" and len(asked) == 2
    assert json.loads(kept.read_bytes())["answer"] == "one"


def test_a_memory_that_cannot_be_written_loses_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="ascii")
    _asked, answer = counted(["one"])
    assert remember(answer, blocked, "a")(QUESTION) == "one"


def test_every_message_has_both_languages() -> None:
    assert all(zh and en and zh != en for zh, en in language_model._messages().values())
