"""What the harness itself raises."""

from emulators.errors import TillproofError


class NotApplicable(TillproofError):  # noqa: N818  (no error: a verdict of its own)
    """This POS or this machine cannot do it: the scenario is neither passed nor failed."""


class PosFailed(TillproofError):  # noqa: N818  (said of the POS)
    """The POS did not answer hello, or ended unasked."""


class RunError(TillproofError):
    """A stored run that is not there or not whole."""
