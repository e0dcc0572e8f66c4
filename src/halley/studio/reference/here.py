"""The reference as it is on this machine, with the fonts that are here."""

import threading

from halley.definitions.files import LocalFiles
from halley.definitions.system_fonts import system_fonts
from halley.jobs.checked import home_of_kometa
from halley.studio.desk.desk import Desk
from halley.studio.reference.whole import reference
from halley.studio.wire.editor import Reference

_READING = threading.Lock()


def reference_here(desk: Desk) -> Reference:
    """All that there is to know. The first time takes a second, as the default files are read for it."""
    home = home_of_kometa(desk.kometa, desk.environment)
    files = LocalFiles(home or desk.folder, home, system_fonts=lambda: system_fonts(desk.environment))
    fonts = files.font_names()
    with _READING:  # whoever asks while it is read does not read it again
        return reference(fonts)
