"""What can keep a poster from being drawn."""

from collections.abc import Iterator
from contextlib import contextmanager

from PIL import UnidentifiedImageError
from PIL.Image import DecompressionBombError


class CannotDraw(Exception):
    """A picture or a font cannot be read, or Pillow cannot draw what is asked for. Kometa then leaves the item as it is."""


@contextmanager
def told(what: str) -> Iterator[None]:
    """Whatever Pillow raises within, as one sentence that begins with `what`."""
    try:
        yield
    except UnidentifiedImageError as error:
        raise CannotDraw(f"{what}: it is no picture") from error
    except (OSError, ValueError, SyntaxError, TypeError, ArithmeticError, MemoryError, LookupError) as error:
        raise CannotDraw(f"{what}: {str(error) or type(error).__name__}") from error
    except DecompressionBombError as error:
        raise CannotDraw(f"{what}: it is too large ({error})") from error
