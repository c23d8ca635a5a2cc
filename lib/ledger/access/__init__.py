"""Who may do what: actors with their role and scope, and the rule of every table that the ledger holds saves to."""

from lib.ledger.access.actors import GUEST, Actor, actor_of, engineer, fresh_since, hash_of, reads_with, signed_in
from lib.ledger.access.rules import RULES, check_access, may_read, may_write, must_be_office, named_by_account
from lib.ledger.access.scope import covers, role_word, scope_words

__all__ = [
    "GUEST", "RULES", "Actor", "actor_of", "check_access", "covers", "engineer", "fresh_since", "hash_of",
    "may_read", "may_write", "must_be_office", "named_by_account", "reads_with", "role_word", "scope_words",
    "signed_in",
]  # fmt: skip
