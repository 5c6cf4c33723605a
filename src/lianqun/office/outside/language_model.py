"""A language model that the office hosts itself, behind an OpenAI-compatible address.

Nothing here is used unless an address is given. No proxy, no redirect; certificates are verified; the key stays in the header.
"""

import contextlib
import csv
import http.client
import json
import math
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from lianqun.read.second import Messages

_PAUSES = (1.0, 3.0)
_LONGEST_PAUSE = 30.0
_AGAIN = frozenset({"busy", "failing", "lost", "unreachable"})
_STATUSES = {401: "refused_key", 403: "refused_key", 404: "not_found", 429: "busy"}
_CLASSES = {3: "redirect", 5: "failing"}
_BLOCK = 65_536
_LIMITS = (("SECONDS", "60"), ("DOCUMENT_SECONDS", "120"))


class NoAnswer(Exception):
    """The model gave no answer. `code` names the kind; `zh` and `en` say what happened and what to do."""

    def __init__(self, code: str, detail: object = "", *, pause: float = 0) -> None:
        self.code = code
        self.zh, self.en = (words.format(detail=detail) for words in _messages()[code])
        self.pause = pause
        super().__init__(f"{self.zh} {self.en}")


@cache
def _messages() -> dict[str, tuple[str, str]]:
    with Path(__file__).with_name("language_model_messages.csv").open(encoding="utf-8") as file:
        return {row["code"]: (row["zh"], row["en"]) for row in csv.DictReader(file)}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model is and how long it may take: `seconds` for one request, `document_seconds` for one document."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = float(_LIMITS[0][1])
    document_seconds: float = float(_LIMITS[1][1])
    most_bytes: int = 1_000_000
    pauses: tuple[float, ...] = _PAUSES


def endpoint_of(environ: Mapping[str, str], *, url: str = "", model: str = "") -> Endpoint | None:
    """The endpoint that LIANQUN_SECOND_URL, …_MODEL, …_KEY or …_KEY_FILE, …_SECONDS, …_DOCUMENT_SECONDS describe.

    None where no address is given: then there is no second reader. Raises NoAnswer for a setting that cannot be used.
    """
    url = url or environ.get("LIANQUN_SECOND_URL", "").strip()
    if not url:
        return None
    model = model or environ.get("LIANQUN_SECOND_MODEL", "").strip()
    if not model:
        raise NoAnswer("no_model")
    _split(url)
    seconds, whole = (_seconds(environ.get(f"LIANQUN_SECOND_{name}") or usual) for name, usual in _LIMITS)
    return Endpoint(url, model, _key(environ), seconds, whole)


def _split(url: str) -> tuple[str, str, int | None, str]:
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and parts.hostname and url.isascii() and url.isprintable() and " " not in url
        if not fits or parts.username is not None or parts.query or parts.fragment:
            raise ValueError
        return parts.scheme, parts.hostname or "", parts.port, f"{parts.path.rstrip('/')}/chat/completions"
    except ValueError as error:
        raise NoAnswer("bad_address", url.rpartition("@")[2]) from error


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not (value > 0 and math.isfinite(value)):
        raise NoAnswer("bad_seconds", text)
    return value


def _key(environ: Mapping[str, str]) -> str:
    key, file = environ.get("LIANQUN_SECOND_KEY", ""), environ.get("LIANQUN_SECOND_KEY_FILE", "")
    try:
        key = key or (Path(file).read_text(encoding="ascii") if file else "")
    except (OSError, ValueError) as error:
        raise NoAnswer("bad_key") from error
    key = key.strip()
    if not (key.isascii() and key.isprintable()):
        raise NoAnswer("bad_key")
    return key


class LanguageModel:
    """One endpoint for the time of one document; the document's time runs from here on."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._until = time.monotonic() + endpoint.document_seconds
        self._asks_for_json = True

    def ask(self, messages: Messages) -> str:
        """The text of the model's answer. Raises NoAnswer once further tries do not help or the document's time is over.

        A server that refuses the request is asked once more without JSON mode, which not all know.
        """
        for pause in (*self.endpoint.pauses, None):
            try:
                return self._try(self._body(messages))
            except NoAnswer as failure:
                if failure.code == "status" and self._asks_for_json:
                    self._asks_for_json = False
                    continue
                if failure.code not in _AGAIN or pause is None:
                    raise
                wait = min(max(pause, failure.pause), _LONGEST_PAUSE)
                if wait >= self._left():
                    raise
            time.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _body(self, messages: Messages) -> bytes:
        form = {"response_format": {"type": "json_object"}} if self._asks_for_json else {}
        asked = [dict(message) for message in messages]
        return json.dumps({"model": self.endpoint.model, "messages": asked, "temperature": 0, **form}).encode()

    def _left(self) -> float:
        return self._until - time.monotonic()

    def _try(self, body: bytes) -> str:
        left = self._left()
        if left <= 0:
            raise NoAnswer("out_of_time", f"{self.endpoint.document_seconds:g}")
        try:
            status, headers, data = self._exchange(body, min(left, self.endpoint.seconds))
        except TimeoutError as error:
            if self._left() <= 0:
                raise NoAnswer("out_of_time", f"{self.endpoint.document_seconds:g}") from error
            raise NoAnswer("timeout", f"{self.endpoint.seconds:g}") from error
        except ssl.SSLCertVerificationError as error:
            raise NoAnswer("tls", error.verify_message) from error
        except (ConnectionRefusedError, socket.gaierror) as error:
            raise NoAnswer("unreachable", error.strerror or "?") from error
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer("lost") from error
        return self._answer(status, headers, data)

    def _exchange(self, body: bytes, seconds: float) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Status, headers and body of one request; TimeoutError also where an answer only drips."""
        scheme, host, port, path = _split(self.endpoint.url)
        kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
        connection = kind(host, port, timeout=seconds)
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Connection": "close"}
        if self.endpoint.key:
            headers["Authorization"] = f"Bearer {self.endpoint.key}"
        with contextlib.closing(connection):
            begun = time.monotonic()
            connection.connect()
            with _cut_after(connection.sock, seconds - (time.monotonic() - begun)):
                connection.request("POST", path, body, headers)
                answer = connection.getresponse()
                data = self._read(answer)
        return answer.status, answer.headers, data

    def _read(self, answer: http.client.HTTPResponse) -> bytes:
        data = bytearray()
        while block := answer.read(_BLOCK):
            data += block
            if len(data) > self.endpoint.most_bytes:
                raise NoAnswer("too_large", self.endpoint.most_bytes)
        if answer.length:
            raise http.client.IncompleteRead(b"", answer.length)
        return bytes(data)

    def _answer(self, status: int, headers: http.client.HTTPMessage, data: bytes) -> str:
        if status != 200:
            after = headers.get("Retry-After", "")
            pause = float(after) if after.isdecimal() and len(after) < 6 else 0.0
            raise NoAnswer(_STATUSES.get(status) or _CLASSES.get(status // 100, "status"), f"HTTP {status}", pause=pause)
        if headers.get_content_type() != "application/json":
            raise NoAnswer("not_json", headers.get_content_type()[:80])
        try:
            text = json.loads(data)["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise NoAnswer("not_json", "choices[0].message.content") from error
        if not isinstance(text, str):
            raise NoAnswer("not_json", "choices[0].message.content")
        return text


@contextlib.contextmanager
def _cut_after(sock: socket.socket, seconds: float) -> Iterator[None]:
    """Cut the line when the time is over, whatever still trickles in: a socket's own time-out begins anew with each byte."""
    is_late = threading.Event()

    def cut() -> None:
        is_late.set()
        with contextlib.suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    watch = threading.Timer(max(seconds, 0), cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    except (OSError, http.client.HTTPException) as error:
        if is_late.is_set():
            raise TimeoutError from error
        raise
    finally:
        watch.cancel()
    if is_late.is_set():
        raise TimeoutError
