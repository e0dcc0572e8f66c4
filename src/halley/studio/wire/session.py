"""Who is at the other end."""

from halley.studio.wire.base import Wire


class Session(Wire):
    """What a page needs to know first. `csrf` goes into `X-CSRF-Token` with every request that changes something."""

    is_open: bool
    needs_password: bool
    csrf: str
    version: str
    has_configuration: bool


class Credentials(Wire):
    """A password, as it was typed."""

    password: str
