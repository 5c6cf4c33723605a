"""The journal of a batch, cut at every byte."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqun.read.batches import JournalInUse, Outcome
from lianqun.read.batches.journal import Journal

ENTRIES = {
    "k1.txt": (Outcome("a\tb.txt", "read", claims=2, seconds=0.5), ('{"value": "12"}', '{"quote": "总投资36亿元"}')),
    "k2.txt": (Outcome("乙.txt", "refused", "ff", "empty", "空", "empty"), ()),
    "k3.txt": (Outcome("c.txt", "read", claims=1), ('{"quote": "a\\n\\tb"}',)),
}


def written(path: Path) -> bytes:
    with Journal(path, "r1") as journal:
        for key, (outcome, claims) in ENTRIES.items():
            journal.add(key, outcome, claims)
    return path.read_bytes()


def test_what_was_written_is_found_again(tmp_path: Path) -> None:
    written(tmp_path / "j")
    with Journal(tmp_path / "j", "r1") as journal:
        for key, (outcome, claims) in ENTRIES.items():
            assert journal.outcome(key) == outcome
            assert [claim.decode() for claim in journal.claims(key)] == list(claims)


def test_cut_at_every_byte_it_keeps_whole_lines_and_goes_on(tmp_path: Path) -> None:
    """A run that is killed while it writes loses that line and no other; what follows is written behind whole lines."""
    path = tmp_path / "j"
    whole = written(path)
    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        kept = whole[:cut].count(b"\n")
        with Journal(path, "r1") as journal:
            assert [key in journal for key in ENTRIES] == [number < kept for number in range(3)]
            for key, (outcome, claims) in ENTRIES.items():
                if key not in journal:
                    journal.add(key, outcome, claims)
        assert path.read_bytes() == whole


@given(st.binary(max_size=300), st.integers(0, 200))
def test_rubbish_in_it_counts_as_not_there(rubbish: bytes, at: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "j"
        whole = written(path)
        path.write_bytes(whole[:at] + rubbish + whole[at:])
        with Journal(path, "r1") as journal:
            for key, (outcome, _) in ENTRIES.items():
                if key in journal:
                    journal.outcome(key)
                else:
                    journal.add(key, outcome, ENTRIES[key][1])
                assert len(list(journal.claims(key))) == outcome.claims


def test_failed_documents_and_those_of_another_recipe_are_read_again(tmp_path: Path) -> None:
    with Journal(tmp_path / "j", "r1") as journal:
        journal.add("k1", Outcome("a", "failed"), ())
        journal.add("k2", Outcome("b", "read"), ())
        assert "k1" in journal
    with Journal(tmp_path / "j", "r1") as journal:
        assert ("k1" in journal, "k2" in journal) == (False, True)
    with Journal(tmp_path / "j", "r2") as journal:
        assert "k2" not in journal


def test_two_runs_do_not_write_to_one_journal(tmp_path: Path) -> None:
    with Journal(tmp_path / "j", "r1"), pytest.raises(JournalInUse):
        Journal(tmp_path / "j", "r1")
