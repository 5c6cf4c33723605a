"""Names of documents and the register: tied where sure, asked about where likely, answered by a person who can take it back."""

from typing import Any

import pytest
from tests.factories import frame, make_user

from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.actions.read import documents, statements
from lianqun.office.actions.rows import name_keys
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.actions.rows.storing import delete, store
from lianqun.office.actions.trace import linking, register, typed_rows
from lianqun.office.evidence.models import Document, Evidence, Statement
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.office.queries.trace.naming import known_in, resolve_names
from lianqun.office.registry.models import Alias, NameKey, NameQuestion, Organization

pytestmark = pytest.mark.django_db
FAMILY = {
    "aisi": "山东远研艾斯半导体材料有限公司",
    "semi": "山东远研半导体材料有限公司",
    "yuan": "华一（天津）生物科技有限公司",
    "group": "远研科技集团有限公司",
}


@pytest.fixture
def officer(tiny: None) -> User:
    store(
        "organizations",
        frame("organizations", [{"id": own, "name_zh": name, "kind": "enterprise"} for own, name in FAMILY.items()]),
    )
    user: User = make_user(role="promotion")
    return user


def add(officer: User, text: str, name: str = "专报.txt") -> Document:
    return documents.add(by=officer, name=name, data=text.encode(), source_id="office")


def owners(document: Document) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for subject, own in Statement.objects.filter(passage__document=document).values_list("subject", "subject_id"):
        found.setdefault(subject, set()).add(own)
    return found


def asked(document: Document) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, own in NameQuestion.objects.filter(document_id=document.pk, verdict="").values_list("name", "organization_id"):
        found.setdefault(name, set()).add(own)
    return found


def give_alias(own: str, alias: str) -> None:
    store("aliases", frame("aliases", [{"id": f"ali-{own}-{alias}", "organization_id": own, "alias": alias, "kind": "short"}]))


def test_the_registers_names_are_found_in_a_text_and_an_alias_of_two_is_nobodys(officer: User) -> None:
    give_alias("group", "远研")
    give_alias("semi", "远半导体")
    give_alias("aisi", "远半导体")
    text = "华一（天津）生物科技有限公司与远研签约，远半导体和甲公司到场。"
    assert [(one.id, one.aliases) for one in known_in(text)] == [("group", ("远研",)), ("org-a", ("甲公司",)), ("yuan", ())]
    assert known_in("与谁都无关的一段话。") == []


def test_what_the_office_calls_a_firm_is_read_as_that_firm(officer: User) -> None:
    text = "龙门山二厂今年一季度实现营业收入12亿元。"
    assert owners(add(officer, text)).get("龙门山二厂", {""}) == {""}
    give_alias("org-c", "龙门山二厂")
    assert owners(add(officer, text + "特此报告。"))["丙玻璃有限公司"] == {"org-c"}


def test_keys_follow_every_write(officer: User) -> None:
    store(
        "organizations",
        frame("organizations", [{"id": "yuan", "name_zh": "改名后材料有限公司（原华一生物有限公司）", "kind": "enterprise"}]),
    )
    assert set(NameKey.objects.filter(organization_id="yuan").values_list("row", "core")) == {
        ("o:yuan", "改名后材料"),
        ("f:yuan", "华一生物"),
    }
    before = set(NameKey.objects.values_list("row", "organization_id", "core", "head", "gram"))
    name_keys.rebuild(by=make_user(role="statistician"))
    assert set(NameKey.objects.values_list("row", "organization_id", "core", "head", "gram")) == before
    delete("organizations", ["yuan"])
    assert not NameKey.objects.filter(organization_id="yuan").exists()


@pytest.mark.parametrize(
    ("name", "own", "questions"),
    [
        ("山东远研半导体材料有限公司", "semi", ()),
        ("山東遠研半導體材料有限公司", "semi", ()),
        ("华一(天津)生物科技有限公司", "yuan", ()),
        ("远研艾斯", "", ("aisi",)),
        ("远研半导体", "", ("aisi", "semi")),
        ("山东远研化学有限公司", "", ()),
        ("从未听说的公司", "", ()),
        ("德州市", "", ()),
    ],
)
def test_a_name_is_tied_asked_about_or_left(officer: User, name: str, own: str, questions: tuple[str, ...]) -> None:
    found = resolve_names([name], {}).get(name)
    assert (found.organization_id if found else "", found.asked if found else ()) == (own, questions)


def test_a_short_name_that_the_document_explains_means_its_full_name(officer: User) -> None:
    found = resolve_names(["远研半导体"], {"远研半导体": "山东远研半导体材料有限公司"})
    assert found["远研半导体"].organization_id == "semi"


def test_the_same_name_borne_by_two_records_is_asked_about_or_held_by_the_judgement(officer: User) -> None:
    rows = [
        {"id": one, "name_zh": "同名材料有限公司", "kind": "enterprise", "place_id": place}
        for one, place in (("t1", "371402"), ("t2", "341100"))
    ]
    store("organizations", frame("organizations", rows))
    assert resolve_names(["同名材料有限公司"], {})["同名材料有限公司"].asked == ("t1", "t2")


def question_of(
    officer: User, text: str = "远研艾斯半导体签约二期项目，总投资25亿元。远研艾斯半导体董事长王明出席。", **named: str
) -> NameQuestion:
    document = add(officer, text, **named)
    assert asked(document).get("远研艾斯半导体") == {"aisi"}, asked(document)
    return NameQuestion.objects.get(document_id=document.pk, name="远研艾斯半导体")


def test_an_answer_ties_the_documents_statements_and_is_taken_back(officer: User) -> None:
    question = question_of(officer)
    document = Document.objects.get(pk=question.document_id)
    linking.accept(by=officer, question=question)
    assert owners(document)["远研艾斯半导体"] == {"aisi"}
    with pytest.raises(Refused):
        linking.accept(by=officer, question=question)
    linking.undo(by=officer, question=question)
    assert owners(document)["远研艾斯半导体"] == {""} and question.verdict == ""
    assert [it.type for it in AuditEvent.objects.filter(type__startswith="name.").order_by("id")] == ["name.accept", "name.undo"]


def test_an_answer_for_every_document_is_an_alias_with_its_evidence(officer: User) -> None:
    question = linking.accept(by=officer, question=question_of(officer), everywhere=True)
    alias = Alias.objects.get(pk=question.alias_id)
    told = Evidence.objects.get(table="aliases", row_id=alias.pk)
    assert (alias.alias, alias.organization_id, told.statement is not None) == ("远研艾斯半导体", "aisi", True)
    later = add(officer, "远研艾斯半导体今年实现产值9亿元。", name="后来.txt")
    assert asked(later) == {} and "aisi" in set().union(*owners(later).values())
    linking.undo(by=officer, question=question)
    assert (
        not Alias.objects.filter(alias="远研艾斯半导体").exists()
        and not Evidence.objects.filter(table="aliases", row_id=alias.pk).exists()
    )
    assert not NameKey.objects.filter(pk=f"a:{alias.pk}").exists()


def test_somebody_else_is_remembered_in_every_document_and_by_a_new_reading(officer: User) -> None:
    question = question_of(officer)
    linking.refuse(by=officer, question=question)
    document = Document.objects.get(pk=question.document_id)
    documents.reread(by=officer, document=document)
    assert asked(document) == {} and owners(document)["远研艾斯半导体"] == {""}
    assert asked(add(officer, "远研艾斯半导体拟投资3亿元建设新厂。远研艾斯半导体董事长李强出席。", name="另一份.txt")) == {}


def test_a_tie_that_was_sure_can_be_undone_and_stays_undone(officer: User) -> None:
    document = add(officer, "丙玻璃有限公司实现营业收入12亿元。")
    assert owners(document)["丙玻璃有限公司"] == {"org-c"}
    question = linking.untie(by=officer, document=document, name="丙玻璃有限公司")
    linking.look_again(by=officer, document=document)
    assert owners(document)["丙玻璃有限公司"] == {""}
    linking.undo(by=officer, question=question)
    assert linking.look_again(by=officer, document=document)["tied"] > 0


def test_a_register_that_grows_ties_what_was_read_before(officer: User) -> None:
    document = add(officer, "德州市甲硅材料有限公司实现营业收入12亿元。")
    assert owners(document)["德州市甲硅材料有限公司"] == {""}
    store("organizations", frame("organizations", [{"id": "new", "name_zh": "德州市甲硅材料有限公司", "kind": "enterprise"}]))
    assert linking.look_again(by=officer, document=document)["tied"] > 0
    assert owners(document)["德州市甲硅材料有限公司"] == {"new"}


@pytest.mark.parametrize(
    ("role", "here", "everywhere"),
    [("promotion", True, True), ("chief", True, False), ("steward", False, False), ("analyst", False, False)],
)
def test_who_may_answer(tiny: None, role: str, here: bool, everywhere: bool) -> None:
    user = make_user(role=role)
    assert (linking.accept.why_not(user) is None, linking.accept.why_not(user, everywhere=True) is None) == (here, everywhere)
    assert (linking.refuse.why_not(user) is None) == here


def named_statement(officer: User, text: str, subject: str) -> Statement:
    document = add(officer, text)
    return Statement.objects.get(passage__document=document, claim_type="organization", subject=subject)


def test_an_accepted_statement_becomes_an_organisation_with_evidence_and_goes_again(officer: User) -> None:
    statement = named_statement(officer, "德州市新兴硅材料有限公司实现营业收入12亿元。", "德州市新兴硅材料有限公司")
    with pytest.raises(Refused) as refused:
        register.add_organization(by=officer, statement=statement)
    assert refused.value.code == "not_accepted"
    statements.accept(by=officer, statement=statement)
    added = register.add_organization(by=officer, statement=statement)
    assert (added.name_zh, added.kind) == ("德州市新兴硅材料有限公司", "enterprise")
    assert Evidence.objects.get(table="organizations", row_id=added.pk).statement_id == statement.pk
    assert set(Statement.objects.filter(subject=added.name_zh).values_list("subject_id", flat=True)) == {added.pk}
    with pytest.raises(Refused):
        register.add_organization(by=officer, statement=statement)
    register.take_out(by=officer, organization=added)
    assert not Organization.objects.filter(pk=added.pk).exists() and not NameKey.objects.filter(organization_id=added.pk).exists()
    assert set(Statement.objects.filter(subject=added.name_zh).values_list("subject_id", flat=True)) == {""}


def test_what_is_used_or_imported_is_not_taken_out(officer: User) -> None:
    with pytest.raises(Refused) as refused:
        register.take_out(by=officer, organization=Organization.objects.get(pk="org-a"))
    assert refused.value.code == "not_from_statement"
    statement = named_statement(officer, "德州市新兴硅材料有限公司实现营业收入12亿元。", "德州市新兴硅材料有限公司")
    added = register.add_organization(by=officer, statement=statements.accept(by=officer, statement=statement))
    store(
        "placements",
        frame(
            "placements",
            [{"id": "pl-9", "organization_id": added.pk, "link_id": "wafer", "role": "member", "status": "uncertain"}],
        ),
    )
    with pytest.raises(Refused) as refused:
        register.take_out(by=officer, organization=added)
    assert refused.value.code == "used_since" and Organization.objects.filter(pk=added.pk).exists()


def test_the_second_reader_and_the_name_model_get_what_the_site_has(
    officer: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, Any] = {}

    def read_twice(reading: Any, _environ: Any, *, folder: Any, known: Any) -> tuple[Any, None]:
        given["known"] = [one.id for one in known]
        return reading, None

    monkeypatch.setattr(documents.second_reader, "read_twice", read_twice)
    add(officer, "甲公司与山东远研半导体材料有限公司签约。")
    assert given["known"] == ["org-a", "semi"]


def test_statements_about_a_place_or_a_project_are_tied_to_it_by_its_exact_name(officer: User) -> None:
    document = add(officer, "德州市实现工业增加值95.2亿元，同比增长4.1%。")
    about = Statement.objects.filter(passage__document=document)
    assert about.filter(subject="德州市", claim_type="indicator", subject_place_id="371400").exists()
    statement = about.filter(claim_type="indicator").first()
    assert statement is not None
    Statement.objects.filter(pk=statement.pk).update(subject="硅片二期")
    linking.look_again(by=officer, document=document)
    statement.refresh_from_db()
    assert (statement.subject_project_id, statement.subject_id) == ("pro-1", "")
    store("projects", frame("projects", [{"id": "pro-3", "name_zh": "玻璃一期", "stage": "signed"}]))
    Statement.objects.filter(pk=statement.pk).update(subject="玻璃一期", subject_project_id="")
    linking.look_again(by=officer, document=document)
    statement.refresh_from_db()
    assert statement.subject_project_id == ""


def made_of(officer: User, claim_type: str, attribute: str, value: str) -> Statement:
    """An accepted statement about 丙玻璃有限公司 that says this."""
    statement = named_statement(officer, f"丙玻璃有限公司实现营业收入12亿元。{value}", "丙玻璃有限公司")
    Statement.objects.filter(pk=statement.pk).update(claim_type=claim_type, attribute=attribute, value_text=value)
    statement.refresh_from_db()
    return statements.accept(by=officer, statement=statement)


@pytest.mark.parametrize(
    ("said", "table", "expected"),
    [
        (
            ("placement", "on_link", "靶材"),
            "placements",
            {"organization_id": "org-c", "link_id": "target", "status": "uncertain"},
        ),
        (("relation", "supplies", "甲硅片有限公司"), "ties", {"from_organization_id": "org-c", "to_organization_id": "org-a"}),
        (
            ("relation", "attracted", "滁州市"),
            "ties",
            {"from_organization_id": "org-c", "to_place_id": "341100", "kind": "attracted"},
        ),
    ],
)
def test_an_accepted_statement_becomes_a_row_and_goes_again(
    officer: User, said: tuple[str, str, str], table: str, expected: dict[str, str]
) -> None:
    statement = made_of(officer, *said)
    evidence = typed_rows.add_row(by=officer, statement=statement)
    rows = models_by_table()[table]._default_manager.filter(pk=evidence.row_id, **expected)
    assert rows.count() == 1 and (evidence.table, evidence.statement_id) == (table, statement.pk)
    with pytest.raises(Refused):
        typed_rows.add_row(by=officer, statement=statement)
    typed_rows.take_back(by=officer, statement=statement)
    assert rows.count() == 0 and not Evidence.objects.filter(statement=statement).exists()


def test_a_row_that_stands_only_gets_the_evidence_and_stays_when_that_goes(officer: User) -> None:
    statement = made_of(officer, "placement", "on_link", "光伏玻璃")
    assert typed_rows.add_row(by=officer, statement=statement).row_id == "pl-3"
    typed_rows.take_back(by=officer, statement=statement)
    assert models_by_table()["placements"]._default_manager.filter(pk="pl-3").exists()


@pytest.mark.parametrize(
    "said", [("placement", "on_link", "没有的环节"), ("relation", "located_in", "滁州市"), ("indicator", "产值", "靶材")]
)
def test_what_fits_no_row_is_refused(officer: User, said: tuple[str, str, str]) -> None:
    with pytest.raises(Refused) as refused:
        typed_rows.add_row(by=officer, statement=made_of(officer, *said))
    assert refused.value.code == "no_row"


def test_reading_again_under_a_new_alias_adds_nothing(officer: User) -> None:
    question = question_of(officer)
    linking.accept(by=officer, question=question, everywhere=True)
    document = Document.objects.get(pk=question.document_id)
    before = Statement.objects.filter(passage__document=document).count()
    assert known_in("远研艾斯半导体")[0].id == "aisi"
    assert documents.reread(by=officer, document=document) == 0
    assert Statement.objects.filter(passage__document=document).count() == before
