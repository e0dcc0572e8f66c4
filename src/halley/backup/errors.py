"""What can be wrong with a backup, with its maker's keys, or with the machine that it is to be put back on.

HalleyError 1 ─── BackupError 1 ─┬─ DamagedBackup   cut short, altered, or not what its manifest says
                                 ├─ HostileArchive  it holds what a backup never holds
                                 ├─ TooLittleRoom   the disk would not take it
                                 └─ ServiceError    the service did not stop or start
ConfigError 2 ─── WrongKey      2  a recipient or an identity that cannot be used, or is not that of the file
"""

from halley.errors import ConfigError, HalleyError


class BackupError(HalleyError):
    """A backup could not be made, read or put back."""


class DamagedBackup(BackupError):
    """The file was cut short or altered, or its contents are not those of its manifest."""


class HostileArchive(BackupError):
    """The archive holds what could harm who unpacks it."""


class TooLittleRoom(BackupError):
    """There is not enough free space for what is in the backup."""


class ServiceError(BackupError):
    """The service could not be stopped or started."""


class WrongKey(ConfigError):
    """A recipient or identity that cannot be used, or not for this file."""
