"""The roles of the office: who they are in words, and what each may do."""

from typing import ClassVar

from django.utils.functional import Promise

from lianqun.office.accounts.languages import in_words
from lianqun.office.accounts.rights import WORDS, Permission

LOOK = frozenset({Permission.MAP_VIEW, Permission.RECORD_VIEW, Permission.EVIDENCE_VIEW, Permission.TABLE_EXPORT})
LEADS = frozenset({Permission.LEAD_REPORT, Permission.LEAD_HANDLE})
KEEP = LOOK | {Permission.DOCUMENT_ADD, Permission.RECORD_EDIT, Permission.IMPORT_PROPOSE, Permission.IMPORT_APPLY}


class Role:
    """A role: code, words, and the permissions that its holder has within the place and chain it is held for."""

    code: ClassVar[str]
    name_zh: ClassVar[str]
    name_en: ClassVar[str]
    description: ClassVar[str]
    description_zh: ClassVar[str]
    permissions: ClassVar[frozenset[Permission]]

    @classmethod
    def name(cls, language: str) -> str:
        """The role's name in Chinese or English."""
        return cls.name_zh if language.startswith("zh") else cls.name_en


class Chief(Role):
    """Leads one chain, or all chains of a place."""

    code = "chief"
    name_zh, name_en = "链长", "Chain chief"
    description_zh = "看全链：有什么、缺什么、卡在哪里；采信或驳回陈述；审核阶段，可批准越序推进；报线索，裁定首报。"
    description = (
        "Sees the whole chain: what there is, what is missing, what is stuck; accepts or refuses statements; approves stages; "
        "reports leads and decides whose they are."
    )
    permissions = LOOK | {
        *(Permission.STATEMENT_REVIEW, Permission.STAGE_APPROVE, Permission.PROJECT_MOVE_OUT_OF_ORDER),
        *(Permission.LEAD_REPORT, Permission.LEAD_DECIDE, Permission.VIEW_SHARE),
    }


class Promotion(Role):
    """Courts firms."""

    code = "promotion"
    name_zh, name_en = "招商专员", "Promotion officer"
    description_zh = "找目标企业，报线索、办线索，推进项目；上传文档和表格，审核陈述。"
    description = (
        "Finds firms to court, reports and handles leads, moves projects; uploads documents and tables, reviews statements."
    )
    permissions = KEEP | LEADS | {Permission.STATEMENT_REVIEW, Permission.PROJECT_MOVE, Permission.VIEW_SHARE}


class Steward(Role):
    """Accompanies projects until full output."""

    code = "steward"
    name_zh, name_en = "帮办", "Project steward"
    description_zh = "跟进、推进项目和问题，报线索、办线索；上传文档和表格。"
    description = "Follows and moves projects and their problems, reports and handles leads; uploads documents and tables."
    permissions = KEEP | LEADS | {Permission.PROJECT_MOVE}


class Approver(Role):
    """Signs stages for a bureau."""

    code = "approver"
    name_zh, name_en = "审核人", "Approver"
    description_zh = "代表本单位会签项目阶段；看项目及材料。"
    description = "Signs the stages of projects for a bureau; sees the projects and their documents."
    permissions = LOOK | {Permission.STAGE_APPROVE}


class Statistician(Role):
    """Answers for the figures."""

    code = "statistician"
    name_zh, name_en = "统计", "Statistician"
    description_zh = "对数字负责：导入导出、审核陈述、合并组织、重算汇总。"
    description = "Answers for the figures: imports, exports, reviews statements, merges organisations, recounts."
    permissions = KEEP | {
        Permission.STATEMENT_REVIEW,
        Permission.ORGANIZATION_MERGE,
        Permission.DATA_SET_EXPORT,
        Permission.TALLY_REBUILD,
        Permission.AUDIT_VIEW,
        Permission.VIEW_SHARE,
        Permission.PROJECT_CORRECT,
    }


class Desk(Role):
    """The talent, science, finance and factor desks."""

    code = "desk"
    name_zh, name_en = "要素专员", "Desk officer"
    description_zh = "人才、科技、金融、要素专员：看供需，导入本口径的表，报线索。"
    description = (
        "Talent, science, finance and factor desks: sees needs and offers, imports the tables of the desk, reports leads."
    )
    permissions = KEEP | {Permission.LEAD_REPORT}


class Enterprise(Role):
    """A firm that raises its own needs."""

    code = "enterprise"
    name_zh, name_en = "企业", "Enterprise"
    description_zh = "只看公开内容和本企业的需求、项目、预约。"
    description = "Sees what is public, and its own needs, projects and bookings."
    permissions = frozenset({Permission.MAP_VIEW})


class Analyst(Role):
    """Reads everything, changes nothing."""

    code = "analyst"
    name_zh, name_en = "分析员", "Analyst"
    description_zh = "只读：图谱、清单、接口、整套数据导出。"
    description = "Reads only: maps, lists, the interface, and the whole data set as an export."
    permissions = LOOK | {Permission.DATA_SET_EXPORT}


class Administrator(Role):
    """Keeps the site: people, data sets, the log."""

    code = "administrator"
    name_zh, name_en = "管理员", "Administrator"
    description_zh = "管理账号、整套数据、任务和操作记录。"
    description = "Keeps accounts, whole data sets, jobs and the log of what was done."
    permissions = frozenset(Permission)


ROLES: dict[str, type[Role]] = {
    role.code: role for role in (Chief, Promotion, Steward, Approver, Statistician, Desk, Enterprise, Analyst, Administrator)
}


def not_allowed(permission: Permission) -> str | Promise:
    """The sentence for somebody whose role does not allow something: it names the roles that do."""
    roles = [role for role in ROLES.values() if permission in role.permissions]
    zh, en = WORDS[permission]
    ask_zh, ask_en = "、".join(role.name_zh for role in roles), ", ".join(role.name_en.lower() for role in roles)
    return in_words(f"您的角色不能{zh}；能做的是：{ask_zh}。", f"Your role does not {en}; these roles do: {ask_en}.")
