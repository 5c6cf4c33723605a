"""The things that a person may be permitted to do."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing that may be permitted, as NOUN_VERB."""

    MAP_VIEW = "map_view"
    RECORD_VIEW = "record_view"
    EVIDENCE_VIEW = "evidence_view"
    DOCUMENT_ADD = "document_add"
    STATEMENT_REVIEW = "statement_review"
    ORGANIZATION_MERGE = "organization_merge"
    RECORD_EDIT = "record_edit"
    IMPORT_PROPOSE = "import_propose"
    IMPORT_APPLY = "import_apply"
    TABLE_EXPORT = "table_export"
    DATA_SET_IMPORT = "data_set_import"
    DATA_SET_EXPORT = "data_set_export"
    TALLY_REBUILD = "tally_rebuild"
    JOB_VIEW_ALL = "job_view_all"
    AUDIT_VIEW = "audit_view"
    PERSON_MANAGE = "person_manage"
    VIEW_SHARE = "view_share"
    PROJECT_MOVE = "project_move"
    PROJECT_MOVE_OUT_OF_ORDER = "project_move_out_of_order"
    PROJECT_CORRECT = "project_correct"
    STAGE_APPROVE = "stage_approve"
    LEAD_REPORT = "lead_report"
    LEAD_HANDLE = "lead_handle"
    LEAD_DECIDE = "lead_decide"


WORDS: dict[Permission, tuple[str, str]] = {
    Permission.MAP_VIEW: ("看图谱和清单", "see maps and lists"),
    Permission.RECORD_VIEW: ("看项目、需求等办内记录", "see the office's own records"),
    Permission.EVIDENCE_VIEW: ("看文档和依据", "see documents and evidence"),
    Permission.DOCUMENT_ADD: ("上传文档", "add documents"),
    Permission.STATEMENT_REVIEW: ("审核陈述", "review statements"),
    Permission.ORGANIZATION_MERGE: ("合并组织", "merge organisations"),
    Permission.RECORD_EDIT: ("改记录", "edit records"),
    Permission.IMPORT_PROPOSE: ("导入表格", "import tables"),
    Permission.IMPORT_APPLY: ("导入表格", "import tables"),
    Permission.TABLE_EXPORT: ("导出表格", "export tables"),
    Permission.DATA_SET_IMPORT: ("载入整套数据", "load a whole data set"),
    Permission.DATA_SET_EXPORT: ("导出整套数据", "export the whole data set"),
    Permission.TALLY_REBUILD: ("重新汇总", "count anew"),
    Permission.JOB_VIEW_ALL: ("看所有人的任务", "see everybody's jobs"),
    Permission.AUDIT_VIEW: ("看操作记录", "see the log of what was done"),
    Permission.PERSON_MANAGE: ("管理账号", "manage accounts"),
    Permission.VIEW_SHARE: ("与全办共享视图", "share saved views with the office"),
    Permission.PROJECT_MOVE: ("推进项目", "move projects"),
    Permission.PROJECT_MOVE_OUT_OF_ORDER: ("越序推进项目", "move projects out of order"),
    Permission.PROJECT_CORRECT: ("更正记错的阶段", "correct a stage that was recorded wrongly"),
    Permission.STAGE_APPROVE: ("审核阶段", "approve stages"),
    Permission.LEAD_REPORT: ("报送线索", "report leads"),
    Permission.LEAD_HANDLE: ("办理线索", "handle leads"),
    Permission.LEAD_DECIDE: ("裁定首报", "decide whose lead it is"),
}
"""What each permission lets a person do, after "您的角色可以 …" and "your role may …"."""

MOVING = frozenset(
    {
        *(Permission.PROJECT_MOVE, Permission.PROJECT_CORRECT, Permission.STAGE_APPROVE, Permission.DATA_SET_IMPORT),
        *(Permission.LEAD_REPORT, Permission.LEAD_HANDLE, Permission.LEAD_DECIDE),
    }
)
"""With these a row is written by a move, or as a whole data set says it: columns that only moves change may change."""
