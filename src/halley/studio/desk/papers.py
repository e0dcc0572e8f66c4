"""The files of one configuration: read without their secrets, checked, compared, and saved with what was there kept."""

import difflib
import tempfile
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from halley.config.document import Plain, document_of, load_document, plain
from halley.config.secrets import resolved, secret_values, telling, told_secrets
from halley.definitions.problems import Costs, Problem, Problems
from halley.definitions.reading import read_yaml
from halley.errors import ConfigError
from halley.files import write_atomic
from halley.jobs.checked import ToCheck, checked
from halley.location import Location
from halley.secrets import Secret
from halley.studio.desk.errors import CannotRead, CannotSave, NotThere, SavedMeanwhile
from halley.studio.desk.marks import marks_in
from halley.studio.desk.named import NamedFile, library_names, named_files
from halley.studio.desk.veil import Veil
from halley.studio.desk.versions import Version, Versions, digest_of
from halley.studio.editing import ended_like
from halley.studio.wire.base import Mark
from halley.studio.wire.configurations import FileText

_LARGEST = 8 * 1024 * 1024
_SAVING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Papers:
    """The files of the configuration at `config`. `environment` fills in its secrets, `kometa` has the default files."""

    config: Path
    environment: Mapping[str, str] = field(repr=False)
    kometa: Path | None = None

    @property
    def files(self) -> tuple[NamedFile, ...]:
        """The configuration and what it names; of one that is no YAML only itself."""
        return named_files(self.config, self._data())

    @property
    def libraries(self) -> tuple[str, ...]:
        """What its libraries are called."""
        return library_names(self._data())

    def file(self, name: str) -> NamedFile:
        """The file of that name. Raises NotThere."""
        found = next((one for one in self.files if one.name == name), None)
        if found is None:
            raise NotThere(f"the configuration names no file {name[:200]!r}")
        return found

    def text(self, name: str, version: str = "", *, checks: bool = True) -> FileText:
        """A text, or an earlier version of it, without secrets, with what is wrong in it. Raises NotThere, CannotRead.

        Without `checks` nothing is looked for: in a long file that takes a while.
        """
        file = self.file(name)
        content = self._content(file)
        shown = content if not version else self._versions().read(name, version)
        text = _decoded(shown, file)
        marks = self.problems_in(file, text) if checks and not version else ()
        return FileText(name=name, text=self._veil(file).masked(text), digest=digest_of(content), marks=marks)

    def save(self, name: str, text: str, digest: str, now: datetime, version: str = "") -> FileText:
        """Save a text over the one of that digest, which is kept. Raises NotThere, CannotRead, SavedMeanwhile, CannotSave.

        Here and below `version` names an earlier text whose marks may stand in the new one, too.
        """
        file = self.file(name)
        with _SAVING:
            content = self._content(file)
            if digest_of(content) != digest:
                raise SavedMeanwhile(
                    f"{name} was changed since it was read",
                    hint="look at the difference, and save again over what is there now",
                )
            # A browser's editor knows one kind of line ends.
            new = ended_like(content.decode(errors="replace"), self.restored(file, text, version))
            if new.encode() != content:
                self._write(file, content, new, now)
        return self.text(name)

    def check(self, name: str, draft: str, version: str = "") -> tuple[Mark, ...]:
        """What is wrong with a text that is not saved. Raises NotThere, CannotRead, CannotSave."""
        file = self.file(name)
        return self.problems_in(file, self.restored(file, draft, version))

    def difference(self, name: str, draft: str, version: str = "") -> str:
        """A unified diff from what is saved to a draft, secrets masked; a new secret is seen to be another."""
        file = self.file(name)
        veil = self._veil(file)
        before = veil.masked(_decoded(self._content(file), file))
        after = veil.masked(self.restored(file, draft, version))
        lines = difflib.unified_diff(
            before.splitlines(), after.splitlines(), f"{name} (saved)", f"{name} (draft)", lineterm=""
        )
        return "\n".join(lines)

    def versions(self, name: str) -> tuple[Version, ...]:
        """The earlier texts of a file. Raises NotThere."""
        return self._versions().of(self.file(name).name)

    def errors(self) -> Counter[str]:
        """How many errors `halley validate` finds, by the path of the file."""
        return Counter(one.where.file for one in self._problems({}) if one.severity.value == "error")

    def restored(self, file: NamedFile, text: str, version: str = "") -> str:
        """A text as it came from a browser, with its secrets put back. Raises CannotSave for marks that stand for none."""
        veil = self._veil(file, version)
        if strays := veil.strays(text):
            hint = "write the secret itself, or load the file again"
            raise CannotSave(f"{strays[0]} stands for a secret that the file does not hold", hint=hint)
        restored = veil.restored(text)
        if len(restored.encode()) > _LARGEST:
            raise CannotSave("the text is too large for a file of definitions")
        return restored

    def problems_in(self, file: NamedFile, text: str) -> tuple[Mark, ...]:
        """What is wrong in a text in place of a file."""
        if file.kind in {"config", "overlays"}:
            return marks_in(self._problems({file.path: text}), file.path, text)
        problems = Problems()
        read_yaml(text, str(file.path), problems)
        return marks_in(problems.found, file.path, text)

    def masked(self, text: str) -> str:
        """Any text of the configuration's, without secrets."""
        return Veil(self.secrets()).masked(text)

    def secrets(self) -> tuple[Secret, ...]:
        """Everything that must never be shown of the configuration."""
        raw = self._data()
        told = secret_values(self.environment, self.config.parent)
        return (*told_secrets(raw, told), *telling(resolved(raw, told)))

    def _problems(self, drafts: Mapping[Path, str]) -> tuple[Problem, ...]:
        with tempfile.TemporaryDirectory(prefix="halley-") as folder:
            try:
                return checked(
                    ToCheck(self.config, kometa=self.kometa, drafts=drafts), Path(folder), self.environment
                ).problems
            except ConfigError as problem:
                where = problem.where or Location(str(self.config))
                return (Problem(message=problem.message, where=where, costs=Costs.FILE, hint=problem.hint),)

    def _veil(self, file: NamedFile, version: str = "") -> Veil:
        """The veil of a file, with the marks given out that its saved text has, and then those of an earlier version."""
        veil = Veil(self.secrets())
        veil.masked(_decoded(self._content(file), file))
        if version:
            veil.masked(_decoded(self._versions().read(file.name, version), file))
        return veil

    def _data(self) -> Plain:
        try:
            return plain(load_document(self.config).root)
        except ConfigError:
            return {}

    def _content(self, file: NamedFile) -> bytes:
        try:
            if file.path.stat().st_size > _LARGEST:
                raise CannotRead(f"{file.name} is too large for a file of definitions", hint="split it into several files")
            return file.path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as problem:
            hint = "see who owns it: the studio reads with the rights of who started it"
            raise CannotRead(f"{file.name} cannot be read: {problem.strerror}", hint=hint) from None

    def _write(self, file: NamedFile, before: bytes, text: str, now: datetime) -> None:
        if file.kind == "config":
            document_of(file.path, text)  # what is no YAML would take away all other files with it
        try:
            # A link goes on leading to the file that it leads to.
            target = file.path.resolve()
            mode = target.stat().st_mode & 0o777 if target.exists() else None
            if before:
                self._versions().keep(file.name, before, now)
            target.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(target, text, mode=mode)
        except OSError as problem:
            raise CannotSave(f"{file.name} cannot be written: {problem.strerror}") from None

    def _versions(self) -> Versions:
        return Versions(self.config.parent / "halley" / "history")


def _decoded(content: bytes, file: NamedFile) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotRead(f"{file.name} is no UTF-8 text", hint="save it as UTF-8") from None
