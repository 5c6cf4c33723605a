"""The permission matrix as a truth table: what each role may do, written out so that a change of a role is seen."""

import pytest

from lianqun.office.accounts.rights import Permission
from lianqun.office.accounts.roles import ROLES

ORDER = ("chief", "promotion", "steward", "approver", "statistician", "desk", "enterprise", "analyst", "administrator")
MATRIX = """
map_view                  x x x x x x x x x
record_view               x x x x x x . x x
evidence_view             x x x x x x . x x
document_add              . x x . x x . . x
statement_review          x x . . x . . . x
organization_merge        . . . . x . . . x
import_propose            . x x . x x . . x
import_apply              . x x . x x . . x
table_export              x x x x x x . x x
data_set_import           . . . . . . . . x
data_set_export           . . . . x . . x x
tally_rebuild             . . . . x . . . x
job_view_all              . . . . . . . . x
audit_view                . . . . x . . . x
person_manage             . . . . . . . . x
view_share                x x . . x . . . x
project_move              . x x . . . . . x
project_move_out_of_order x . . . . . . . x
project_correct           . . . . x . . . x
stage_approve             x . . x . . . . x
record_edit               . x x . x x . . x
lead_report               x x x . . x . . x
lead_handle               . x x . . . . . x
lead_decide               x . . . . . . . x
"""


def truths() -> list[tuple[str, str, bool]]:
    rows = [line.split() for line in MATRIX.strip().splitlines()]
    return [(role, row[0], mark == "x") for row in rows for role, mark in zip(ORDER, row[1:], strict=True)]


@pytest.mark.parametrize(("role", "permission", "allowed"), truths())
def test_matrix(role: str, permission: str, allowed: bool) -> None:
    assert (Permission(permission) in ROLES[role].permissions) is allowed


def test_the_matrix_is_whole() -> None:
    assert {permission for _role, permission, _allowed in truths()} == set(Permission)
    assert tuple(ROLES) == ORDER


def test_roles_have_words_in_both_languages() -> None:
    for role in ROLES.values():
        assert role.name_zh and role.name_en and role.description and role.description_zh
        assert role.name("zh-hans") == role.name_zh and role.name("en") == role.name_en
