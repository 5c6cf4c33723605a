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
    IMPORT_PROPOSE = "import_propose"
    IMPORT_APPLY = "import_apply"
    TABLE_EXPORT = "table_export"
    DATA_SET_IMPORT = "data_set_import"
    DATA_SET_EXPORT = "data_set_export"
    TALLY_REBUILD = "tally_rebuild"
    JOB_VIEW_ALL = "job_view_all"
    AUDIT_VIEW = "audit_view"
    PERSON_MANAGE = "person_manage"
