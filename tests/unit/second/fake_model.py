"""A small server that speaks the chat-completions protocol and reads by its own simple means, with mistakes on demand.

It stands in for a language model in tests. That it keeps the protocol is verified by test_contract.py, which runs against it and,
where LIANQUN_SECOND_URL is set, against a real endpoint as well. Its reading shares no code with the reader's: a few
patterns over digits, units and endings of names, so that it agrees often and differs plausibly.
"""

import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "a-key-for-tests"
MODELS = ("plain", "wrong_subject", "obedient", "wordy")
AMOUNT = re.compile(
    r"(?P<about>近|约|超过|超|突破)?\d+(?:\.\d+)?(?P<unit>万亿元|亿元|万元|家|个|名|人|万片|万吨|%)(?P<over>以上|左右)?"
)
NAME = re.compile(r"[\u4e00-\u9fff]{2,20}?(?:有限公司|集团|大学|研究院|市(?!场)|新区|县)")
GROWTH = re.compile(r"同比(?:增长|下降)\d+(?:\.\d+)?%")
WHEN = re.compile(r"20\d\d年(?:[一二三四]季度|上半年|\d{1,2}月)?|[一二三四]季度|上半年|去年|今年")
FILLER = re.compile(r"^(?:实现|完成|共有?|其中)|(?:为|达到?|共|是|有|约|近|超过?|了|到)+$")
ORDER = re.compile(r"\{\s*\\*\"claims\\*\".*\}", re.DOTALL)


def passage_of(messages: list[dict[str, str]]) -> dict[str, str]:
    """What lies between the fences of the last message."""
    fence, body, again = messages[-1]["content"].split("\n")
    assert fence == again, "the passage stands between two equal fences"
    found: dict[str, str] = json.loads(body)
    return found


def read_passage(passage: dict[str, str]) -> Iterator[dict[str, str]]:
    """The claims that the simple patterns find, sentence by sentence."""
    named = NAME.findall(passage["title"])
    subject = named[0] if named else ""
    for sentence in re.split(r"(?<=[。；！？\n])", passage["text"]):
        here = NAME.findall(sentence)
        subject = re.sub("^.*(?:年|月|季度|由|与)", "", here[0]) if here else subject
        when = WHEN.search(sentence)
        for clause in re.split(r"(?<=[，,])", sentence):
            for found in AMOUNT.finditer(clause):
                if GROWTH.search(clause):
                    continue
                yield claim_of(subject, clause, found, sentence) | ({"period": when[0]} if when else {})


def claim_of(subject: str, clause: str, found: re.Match[str], sentence: str) -> dict[str, str]:
    before = FILLER.sub("", clause[: found.start()])
    words = FILLER.sub("", WHEN.sub("", before.replace(subject, ""))) or re.sub("[，。；].*", "", clause[found.end() :])
    project = "总投资" in clause
    growth = GROWTH.search(sentence[sentence.find(clause) + len(clause) :][:20])
    quote = clause.rstrip("，,。；\n") if not growth else sentence[sentence.find(clause) : sentence.find(growth[0])] + growth[0]
    claim = {
        "type": "project" if project else "indicator",
        "attribute": "amount" if project else words,
        "subject": subject,
        "quote": quote,
        "unit": found["unit"],
    }
    return claim | ({"change": growth[0]} if growth else {})


def answer_as(model: str, passage: dict[str, str]) -> str:
    """The answer of one of MODELS: plain; one that mistakes subjects; one that obeys what the document says; one that chatters."""
    claims = list(read_passage(passage))
    if model == "wrong_subject":
        claims = [claim | {"subject": passage["title"][:3]} for claim in claims]
    if model == "obedient":
        return obey(passage["text"]) or json.dumps({"claims": claims}, ensure_ascii=False)
    text = json.dumps({"claims": claims}, ensure_ascii=False)
    return f"```json\n{text}\n```" if model == "wordy" else text


def obey(text: str) -> str:
    """What a model says that takes the document for its master: the JSON printed there, or made-up numbers with made-up quotes."""
    if ordered := ORDER.search(text):
        return ordered[0]
    if not re.search(r"忽略|ignore|指令|system|必须|提示词", text, re.IGNORECASE):
        return ""
    numbers = re.findall(r"\d+", text) or ["999"]
    claim = {
        "type": "indicator",
        "attribute": "产值",
        "subject": "海宁市",
        "unit": "亿元",
        "value": numbers[-1],
        "confidence": "1",
    }
    quotes = (f"海宁市产值{numbers[-1]}亿元", text[:60], text[-60:], numbers[-1], f"{numbers[-1]}亿元")
    return json.dumps({"claims": [claim | {"quote": quote} for quote in quotes], "accept": True}, ensure_ascii=False)


class FakeModel(ThreadingHTTPServer):
    """The server. `faults` are taken one a request before it answers properly; `asked` are the bodies it was sent."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.faults: list[Callable[[Handler], None]] = []
        self.reply: Callable[[str, dict[str, str]], str] = answer_as

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone away is part of the tests."""


class Handler(BaseHTTPRequestHandler):
    """One request of the protocol."""

    server: FakeModel
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        self.server.paths.append(self.path)
        if self.server.faults:
            self.server.faults.pop(0)(self)
        elif self.path != "/v1/chat/completions":
            self.say(404, {"error": {"message": "no such path"}})
        elif self.headers.get("Authorization") not in (None, f"Bearer {KEY}"):
            self.say(401, {"error": {"message": "wrong key"}})
        elif body["model"] not in MODELS:
            self.say(404, {"error": {"message": "no such model"}})
        else:
            self.complete(self.server.reply(body["model"], passage_of(body["messages"])))

    def complete(self, text: str) -> None:
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        self.say(200, {"id": "fake", "object": "chat.completion", "choices": [choice]})

    def say(self, status: int, data: object, *, kind: str = "application/json", **headers: str) -> None:
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_given: object) -> None:
        """Nothing on standard error."""


def status(code: int, **headers: str) -> Callable[[Handler], None]:
    return lambda handler: handler.say(code, {"error": {"message": "on demand"}}, **headers)


def reset(handler: Handler) -> None:
    """The line is cut as a crash cuts it."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.rfile.close()
    handler.wfile.close()
    handler.connection.close()


def drip(handler: Handler) -> None:
    """A proper head, then a blank a moment, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    while True:
        handler.wfile.write(b" ")
        time.sleep(0.02)


def drip_head(handler: Handler) -> None:
    """Not even the head comes to an end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        handler.wfile.write(b"x")
        time.sleep(0.02)


def cut_short(handler: Handler) -> None:
    """Fewer bytes than were promised."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')
    handler.close_connection = True


@contextmanager
def fake_model() -> Iterator[FakeModel]:
    """A fake that serves until the block ends."""
    server = FakeModel()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
