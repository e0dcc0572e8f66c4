"""Decodes one picture that came from outside: bytes at standard input, a PNG at standard output.

A process of its own with little memory, little time and no right to write a file, because what decodes pictures has been
broken into before. Leaves with 0; with 3 and a sentence at standard error where there is no picture to be had.
"""

import io
import resource
import sys

from PIL import Image, ImageFile

from halley.render import CannotDraw
from halley.render.failures import told

MOST_SIDE = 6000
_MEMORY = 1 << 30
_SECONDS = 10
_FORMATS = ("PNG", "JPEG", "WEBP")


def limit() -> None:
    """Give up all that decoding does not need: memory, time, files, processes."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def decoded(data: bytes) -> bytes:
    """The picture as a PNG that holds pixels and nothing else. Raises CannotDraw."""
    with told("it cannot be used"), Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
        if max(opened.size) > MOST_SIDE:
            width, height = opened.size
            raise CannotDraw(f"it has {width}x{height} pixels, and more than {MOST_SIDE} to a side are too many")
        has_alpha = opened.mode in {"RGBA", "LA", "PA"} or "transparency" in opened.info
        plain = opened.convert("RGBA" if has_alpha else "RGB")
        plain.info.clear()
        written = io.BytesIO()
        plain.save(written, "PNG")
        return written.getvalue()


def main() -> int:
    """Decode what comes in."""
    limit()
    # The engine draws halves, as Kometa does; nobody means to keep one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        png = decoded(sys.stdin.buffer.read())
    except CannotDraw as problem:
        sys.stderr.write(str(problem))
        return 3
    sys.stdout.buffer.write(png)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
