"""The import contracts of `.importlinter` hold."""

from importlinter import cli


def test_import_contracts() -> None:
    assert cli.lint_imports() == cli.EXIT_STATUS_SUCCESS
