"""What a language model has answered before, a file each, so that the same question is asked once."""

import contextlib
import json
import os
import threading
from hashlib import sha256
from pathlib import Path

from lianqun.read.second import Ask, Messages


def remember(ask: Ask, folder: Path, model: str) -> Ask:
    """The same `ask`, that looks first whether this model has been asked this before.

    An answer lies in a file of its own under the sha256 of model and messages, which hold the instruction and the passage, with
    its own sha256; a file that does not agree with it is not trusted. The folder can be deleted at any time.
    """

    def asked(messages: Messages) -> str:
        question = json.dumps([model, [dict(message) for message in messages]], ensure_ascii=False, sort_keys=True)
        name = sha256(question.encode("utf-8", "surrogatepass")).hexdigest()
        path = folder / name[:2] / f"{name}.json"
        kept = _kept(path)
        if kept is None:
            kept = ask(messages)
            _keep(path, kept)
        return kept

    return asked


def _digest(answer: str) -> str:
    return sha256(json.dumps(answer).encode()).hexdigest()


def _kept(path: Path) -> str | None:
    try:
        found = json.loads(path.read_bytes())
        answer = found["answer"]
        return answer if isinstance(answer, str) and found["sha256"] == _digest(answer) else None
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None


def _keep(path: Path, answer: str) -> None:
    """Write an answer as a whole; a memory that cannot be written is no reason to lose the answer."""
    part = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps({"sha256": _digest(answer), "answer": answer}), encoding="ascii")
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
