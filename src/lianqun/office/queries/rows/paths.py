"""Paths of the data dictionary as Django's queries take them."""


def django_path(path: str) -> str:
    """A path of the data dictionary as Django's queries take it: `organization_id.place_id` → `organization__place_id`."""
    *steps, last = path.split(".")
    return "__".join((*(step.removesuffix("_id") for step in steps), last))
