"""What can go wrong for a user: one root, a leaf for each thing that one can do something about."""


class TillproofError(Exception):
    """Root of every error that tillproof raises on purpose: it says what, why and what to do."""


class UsageError(TillproofError):
    """A name, a parameter, a trigger or a setting that cannot be what was meant (exit status 3)."""


class HistoryError(TillproofError):
    """A stored History that cannot be read: damaged, or written by another contract version."""


class LedgerError(TillproofError):
    """The file of the books cannot be used, read or written."""
