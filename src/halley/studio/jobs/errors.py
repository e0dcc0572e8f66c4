"""What can be wrong with a request about jobs, each with the status that an answer bears."""

from typing import ClassVar

from halley.errors import HalleyError


class Busy(HalleyError):
    """It cannot be done as the job stands."""

    status: ClassVar[int] = 409


class CannotKeep(HalleyError):
    """The folder of jobs cannot be written."""

    status: ClassVar[int] = 507
