"""Has a picture decoded by the worker, and believes it nothing but a PNG."""

import asyncio
import sys

from halley.studio.desk.errors import CannotSave

_SECONDS = 20
_AT_ONCE = asyncio.Semaphore(1)
_PNG = b"\x89PNG\r\n\x1a\n"
_HINT = "send a PNG, JPEG or WebP of at most 6000 pixels to a side"
_NO_PICTURE = 3


async def decoded(data: bytes) -> bytes:
    """A picture from outside as a PNG. Raises CannotSave where it is none, or the worker was ended over it."""
    async with _AT_ONCE:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-m", "halley.studio.pictures.worker",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            png, words = await asyncio.wait_for(process.communicate(data), _SECONDS)
        except TimeoutError:
            raise CannotSave("the picture takes too long to decode", hint=_HINT) from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode == 0 and png.startswith(_PNG):
        return png
    # What a worker says that broke down is a traceback, not a sentence.
    told = words.decode(errors="replace") if process.returncode == _NO_PICTURE else "it takes too much to decode"
    raise CannotSave(f"the picture was not taken: {told[:300]}", hint=_HINT)
