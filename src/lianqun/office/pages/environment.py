"""The Jinja2 environment of the pages: translation, addresses, and the field's words."""

from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, FileSystemBytecodeCache, StrictUndefined

from lianqun.office.actions.land.attachments import SUFFIXES
from lianqun.office.pages import addresses, job_words, merged, people_words, record_words, words
from lianqun.office.pages.drawings import as_json
from lianqun.read.doubts import doubts_in

GLOBALS = {
    "static": static,
    "address": reverse,
    "get_messages": get_messages,
    "asset": addresses.asset_url,
    "as_json": as_json,
    "to": addresses.to,
    "to_row": addresses.to_row,
    "to_scope": addresses.to_scope,
    "here": addresses.here,
    "to_workbook": addresses.to_workbook,
    "words_of": words.words_of,
    "named": words.named,
    "code_word": words.code_word,
    "rule_limit": words.rule_limit,
    "rule_signer": words.rule_signer,
    "quantity": words.quantity,
    "claim_value": words.claim_value,
    "attribute_word": words.attribute_word,
    "type_word": partial(words.code_word, "claim_type"),
    "doubts_of": words.doubts_of,
    "rules_of": words.rules_of,
    "doubts_in": doubts_in,
    "table_word": words.table_word,
    "column_word": words.column_word,
    "unit_word": words.unit_word,
    "role_word": words.role_word,
    "event_word": job_words.event_word,
    "job_kind_word": job_words.kind_word,
    "job_status_word": job_words.status_word,
    "job_state_word": job_words.state_word,
    "outcome_word": job_words.outcome_word,
    "outcome_sentence": words.outcome_sentence,
    "told": words.told,
    "noted": words.noted,
    "record_offer": record_words.record_offer,
    "merge_offer": merged.merge_offer,
    "kept_files": SUFFIXES,
    "person": people_words.person,
    "persons": people_words.persons,
}
FILTERS = {
    "number": words.number,
    "money": words.money,
    "day": words.day,
    "minute": words.minute,
    "second": words.second,
    "cut": words.cut,
}


def environment(**options: Any) -> Environment:
    """An environment in which a missing value is an error, not an empty string; compiled templates are kept in the site's folder."""
    kept = Path(settings.HOME) / "templates"
    kept.mkdir(parents=True, exist_ok=True)
    made = Environment(
        bytecode_cache=FileSystemBytecodeCache(str(kept)),
        **{
            **options,
            "undefined": StrictUndefined,
            "extensions": ["jinja2.ext.i18n"],
            "trim_blocks": True,
            "lstrip_blocks": True,
        },
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(GLOBALS)
    made.filters.update(FILTERS)
    return made
