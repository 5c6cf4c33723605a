"""Reviews under way keep the rules that they began under: before a rule is changed, those of its stage are written down with each."""

from collections.abc import Container

from lianqun.land import rules_as_text
from lianqun.office.accounts.audit import log_events
from lianqun.office.accounts.models import User
from lianqun.office.queries.land.project_life import UNDECIDED
from lianqun.office.queries.land.signing import Books
from lianqun.office.registry.models import StageReview

RULES = "stage_rules"


def keep_rules_before(tables: Container[str], by: User | None) -> None:
    """Write down with each review under way the rules of its stage, before rows of these tables are written or taken out."""
    if RULES not in tables:
        return
    books, kept = Books(), []
    for review in StageReview.objects.select_for_update().filter(state__in=UNDECIDED, rules="").order_by("pk"):
        review.rules = rules_as_text(books.of(review).by_stage.get(review.stage, ()))
        kept.append(review)
    StageReview.objects.bulk_update(kept, ["rules"])
    log_events("row.update", by, ((f"stage_reviews/{one.pk}", {"rules": None}, {"rules": one.rules}) for one in kept))
