"""Labels of SELinux, without which a container may not read what is mounted into it."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, error, good, note
from halley.doctor.services import Service, Volume, kometas

_FITS = ("container_file_t", "svirt_sandbox_file_t", "container_share_t")
_WHY = "SELinux lets no container read a folder without its label: Kometa finds no config.yml"


def _judge(facts: Facts) -> Iterator[Finding]:
    found, missing = facts.labels, list(_missing(facts))
    enforces = found is not None and found.enforces
    for one, volume in missing:
        seen = f"{one.path} mounts {volume.source} without `:Z`"
        mend = f"write `{volume.source}:{volume.target}:Z`"
        if enforces:
            yield error(seen, _WHY, mend)
        else:
            yield note(seen, "SELinux does not enforce here; where it does, the container could not read the folder", mend)
    if found is not None and enforces and not any(f":{one}:" in f":{found.context}:" for one in _FITS):
        yield error(
            f"{found.folder} has the SELinux label `{found.context or 'none'}`",
            _WHY,
            f"mount it with `:Z`, or `chcon -R -t container_file_t {found.folder}`",
        )
    elif found is not None and not missing and (enforces or kometas(facts.services)):
        yield good(
            "folders are mounted with the label that SELinux wants" if kometas(facts.services) else "SELinux lets it be"
        )


def _missing(facts: Facts) -> Iterator[tuple[Service, Volume]]:
    for one in kometas(facts.services):
        for volume in one.volumes:
            if (
                volume.target.split("/")[1:2] == ["config"]
                and volume.source.startswith(("/", "%h", "~", "."))
                and not (volume.is_labelled or one.is_unconfined)
            ):
                yield one, volume


CHECK = Check("selinux", "config volumes without `:Z`, and the SELinux label of the configuration's folder", _judge)
