"""The words for jobs and for the events of the log."""

from django.utils.translation import gettext_lazy

STATUS = {
    "waiting": gettext_lazy("waiting"),
    "running": gettext_lazy("running"),
    "done": gettext_lazy("done"),
    "failed": gettext_lazy("failed"),
}
KINDS = {
    "imports.check": gettext_lazy("Check a table"),
    "imports.apply": gettext_lazy("Import a table"),
    "documents.add_many": gettext_lazy("Read many documents"),
    "documents.reread": gettext_lazy("Read documents again"),
    "data_sets.import": gettext_lazy("Load a data set"),
    "data_sets.export": gettext_lazy("Export the data set"),
    "tallies.rebuild": gettext_lazy("Count anew"),
}
STATES = {
    "ready": gettext_lazy("ready to apply"),
    "refused": gettext_lazy("has problems"),
    "applied": gettext_lazy("applied"),
    "undone": gettext_lazy("undone"),
}
OUTCOMES = {
    "read": gettext_lazy("read"),
    "skipped": gettext_lazy("passed over"),
    "refused": gettext_lazy("cannot be read"),
    "failed": gettext_lazy("went wrong"),
}
EVENTS = {
    "statement.accept": gettext_lazy("accepted a statement"),
    "statement.refuse": gettext_lazy("refused a statement"),
    "statement.correct": gettext_lazy("corrected a statement"),
    "statement.undo": gettext_lazy("took a review back"),
    "statement.accept_many": gettext_lazy("accepted many statements"),
    "statement.undo_many": gettext_lazy("took a bulk acceptance back"),
    "statement.prefer": gettext_lazy("decided a conflict"),
    "statement.unprefer": gettext_lazy("opened a conflict again"),
    "organization.merge": gettext_lazy("merged organisations"),
    "organization.unmerge": gettext_lazy("took a merge back"),
    "organization.mark_different": gettext_lazy("held organisations to be different"),
    "organization.add": gettext_lazy("added an organisation from a statement"),
    "organization.take_out": gettext_lazy("took an organisation out again"),
    "name.accept": gettext_lazy("tied a name to an organisation"),
    "name.refuse": gettext_lazy("held a name to mean somebody else"),
    "name.undo": gettext_lazy("took back whom a name means"),
    "name.untie": gettext_lazy("untied a name"),
    "name.look_again": gettext_lazy("looked names up again"),
    "name_keys.rebuild": gettext_lazy("made the keys of names anew"),
    "row.add": gettext_lazy("put a statement into the register"),
    "row.take_back": gettext_lazy("took a statement out of the register"),
    "document.add": gettext_lazy("added a document"),
    "document.queue": gettext_lazy("uploaded many documents"),
    "document.cancel": gettext_lazy("cancelled the reading of documents"),
    "document.reread": gettext_lazy("read a document again"),
    "import.propose": gettext_lazy("uploaded a table"),
    "import.queue": gettext_lazy("queued an import"),
    "import.apply": gettext_lazy("imported a table"),
    "import.undo": gettext_lazy("undid an import"),
    "data_set.import": gettext_lazy("loaded a data set"),
    "export.record": gettext_lazy("exported a list"),
    "export.data_set": gettext_lazy("exported the data set"),
    "tally.rebuild": gettext_lazy("counted anew"),
    "lead.reported": gettext_lazy("reported a lead"),
    "lead.answer": gettext_lazy("answered a lead"),
    "lead.join": gettext_lazy("answered a lead for the city"),
    "lead.experts": gettext_lazy("asked experts about a lead"),
    "lead.judge": gettext_lazy("judged a lead"),
    "lead.feedback": gettext_lazy("gave feedback on a lead"),
    "lead.report": gettext_lazy("reported progress of a lead"),
    "lead.pause": gettext_lazy("paused the clock of a lead"),
    "lead.resume": gettext_lazy("let the clock of a lead go on"),
    "lead.refuse": gettext_lazy("refused a lead"),
    "lead.come_back": gettext_lazy("took a lead up again"),
    "lead.drop": gettext_lazy("dropped a lead"),
    "lead.convert": gettext_lazy("made a lead a project"),
    "lead.hand_over": gettext_lazy("handed a lead over"),
    "lead.amend": gettext_lazy("filled in a lead"),
    "lead.look": gettext_lazy("looked at a phone"),
    "lead.dispute": gettext_lazy("met an earlier report"),
    "lead.say": gettext_lazy("gave the words of a side"),
    "lead.decide": gettext_lazy("decided whose lead it is"),
    "lead.take_back": gettext_lazy("took a decision about a lead back"),
    "view.keep": gettext_lazy("kept a view"),
    "view.rename": gettext_lazy("renamed a view"),
    "view.share": gettext_lazy("shared a view or kept it to oneself"),
    "view.remove": gettext_lazy("deleted a view"),
    "person.create": gettext_lazy("made an account"),
    "person.grant": gettext_lazy("gave a role"),
    "person.withdraw": gettext_lazy("took a role away"),
    "person.set_memberships": gettext_lazy("set the roles"),
    "person.reset_password": gettext_lazy("gave a new password"),
    "person.change_password": gettext_lazy("changed the own password"),
    "person.set_office": gettext_lazy("set whom a person signs for"),
    "person.name_deputy": gettext_lazy("named a deputy"),
    "review.urge": gettext_lazy("urged a review"),
    "row.create": gettext_lazy("entered a row"),
    "row.update": gettext_lazy("changed a row"),
    "row.delete": gettext_lazy("took a row out"),
    "row.merge": gettext_lazy("merged a row into this one"),
    "row.split": gettext_lazy("split a row off again"),
    "person.set_language": gettext_lazy("chose a language"),
    "person.deactivate": gettext_lazy("closed an account"),
    "person.reactivate": gettext_lazy("opened an account again"),
}


def kind_word(kind: str) -> str:
    """What a kind of job is called."""
    return str(KINDS.get(kind, kind))


def status_word(status: str) -> str:
    """What the status of a job is called."""
    return str(STATUS.get(status, status))


def state_word(state: str) -> str:
    """Where an import stands."""
    return str(STATES.get(state, state))


def outcome_word(status: str) -> str:
    """What became of one document of many."""
    return str(OUTCOMES.get(status, status))


def event_word(event: str) -> str:
    """What was done, for the log; the code itself where no word is known."""
    return str(EVENTS.get(event, event))
