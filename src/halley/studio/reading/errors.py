"""What can be wrong with a question about plans and runs, each with the status that an answer bears."""

from typing import ClassVar

from halley.errors import HalleyError


class NotReadable(HalleyError):
    """It is there, and cannot be read. The sentence says why."""

    status: ClassVar[int] = 422
