"""Files at addresses that a user wrote: asked for once a run, kept on the disk, and asked whether they changed."""

from halley.files.downloads.addresses import shown_address
from halley.files.downloads.kept import Download, Downloads, DownloadSettings, NotDownloaded

__all__ = ["Download", "DownloadSettings", "Downloads", "NotDownloaded", "shown_address"]
