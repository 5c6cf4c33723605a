"""The protocol, kept by the fake and by a real endpoint alike: the same tests run against both.

The real one is whatever LIANQUN_SECOND_URL and LIANQUN_SECOND_MODEL (and …_KEY) name in the environment; without it those runs are
skipped.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.unit.second.fake_model import KEY, fake_model

from lianqun.office.outside.language_model import Endpoint, LanguageModel, NoAnswer, endpoint_of
from lianqun.office.outside.remembered_answers import remember
from lianqun.read import read_bytes
from lianqun.read.prose.page import lay_out
from lianqun.read.second import LlmExtractor, read_again
from lianqun.read.second.answers import Said, read_answer
from lianqun.read.second.asking import Messages, ask_about, cut_passages

TEXT = (
    "2024年一季度海宁市经济运行\n一、工业\n2024年一季度海宁市实现工业增加值95.2亿元，同比增长4.1%。海宁市新签约项目12个。\n"
    "二、项目\n海宁市晶科能源有限公司新厂总投资35亿元。\n"
)


@pytest.fixture(params=["fake", "real"])
def endpoint(request: pytest.FixtureRequest) -> Iterator[Endpoint]:
    if request.param == "fake":
        with fake_model() as server:
            yield Endpoint(server.url, "plain", KEY, seconds=10)
        return
    real = endpoint_of(os.environ)
    if real is None:
        pytest.skip("no real model: set LIANQUN_SECOND_URL and LIANQUN_SECOND_MODEL to run the contract against one")
    yield replace(real, document_seconds=600)


def questions() -> list[Messages]:
    page = lay_out(TEXT, date(2024, 4, 20))
    return [ask_about(page, passage) for passage in cut_passages(page)]


def test_an_answer_is_the_json_agreed_on_and_quotes_its_passage(endpoint: Endpoint) -> None:
    question = questions()[0]
    said = list(read_answer(LanguageModel(endpoint).ask(question)))
    assert said and all(isinstance(one, Said) for one in said)
    passage = json.loads(question[1]["content"].split("\n")[1])["text"]
    assert any(one.quote in passage for one in said if isinstance(one, Said))


def test_a_reading_gains_nothing_that_does_not_stand_in_the_text(endpoint: Endpoint) -> None:
    reading = read_bytes(TEXT.encode(), published=date(2024, 4, 20))
    both, agreement = read_again(reading, LlmExtractor(LanguageModel(endpoint).ask, endpoint.model))
    assert all(both.text[claim.start : claim.end] == claim.quote for claim in both.claims)
    assert agreement.counts["agreed"] + agreement.counts["differs"] >= 1
    assert [claim.value for claim in both.claims if "second_only" not in claim.flags] == [c.value for c in reading.claims]


def test_the_same_question_is_asked_once(endpoint: Endpoint, tmp_path: Path) -> None:
    asked: list[Messages] = []
    model = LanguageModel(endpoint)

    def ask(messages: Messages) -> str:
        asked.append(messages)
        return model.ask(messages)

    remembered = remember(ask, tmp_path, endpoint.model)
    first = remembered(questions()[0])
    assert remembered(questions()[0]) == first and len(asked) == 1


@pytest.mark.parametrize("wrong", [{"model": "no-such-model-anywhere"}, {"url": "/nowhere"}])
def test_a_wrong_address_or_model_is_told_apart_from_a_broken_one(endpoint: Endpoint, wrong: dict[str, str]) -> None:
    given = {name: endpoint.url + value if name == "url" else value for name, value in wrong.items()}
    with pytest.raises(NoAnswer) as caught:
        LanguageModel(replace(endpoint, **given)).ask(questions()[0])
    assert caught.value.code in ("not_found", "status")
