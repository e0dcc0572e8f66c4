"""What can be wrong with a request about files, each with the status that an answer bears."""

from typing import ClassVar

from halley.errors import HalleyError


class NotThere(HalleyError):
    """Nothing is called so."""

    status: ClassVar[int] = 404


class CannotRead(HalleyError):
    """The file is there, and its text cannot be had."""

    status: ClassVar[int] = 422


class SavedMeanwhile(HalleyError):
    """The file is another than the one that was edited."""

    status: ClassVar[int] = 409


class CannotSave(HalleyError):
    """The file cannot be written, or not with this text."""

    status: ClassVar[int] = 422
