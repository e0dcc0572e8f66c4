"""YAML to ruamel's nodes by ruamel's own rules, in three quarters of its time; whatever is unusual is left to ruamel.

Its scanner finds its reader, its parser the scanner and its composer the parser anew at each step, goes over blanks and
words sign by sign, and looks through its lists before it has anything in them.
"""

import re
from functools import cached_property

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import Reader
from ruamel.yaml.scanner import Scanner
from ruamel.yaml.tokens import ScalarToken

_BLANK = re.compile(r" *(?:#[ -~]*(?=\n))?")
_ODD = frozenset(" \t#\r\n\x85\u2028\u2029\ufeff")
_KEY = re.compile(r"[\w.<>/-]+(?=:[ \n])", re.ASCII)
_IN_BRACKETS = re.compile(r"[\w.<>/-]+(?=:[ \n]|[,\]}])", re.ASCII)


class _Reader(Reader):
    def pass_by(self, length: int) -> None:
        """Go on by so many characters, among which no line ends."""
        self.pointer += length
        self.index += length
        self.column += length


class _Scanner(Scanner):
    @cached_property
    def reader(self) -> _Reader:
        found: _Reader = super().reader
        return found

    def scan_to_next_token(self) -> None:
        """Go over blanks, comments and ends of lines; what is odd among them is ruamel's."""
        reader = self.reader
        while reader.index and (found := _BLANK.match(reader.buffer, reader.pointer)) is not None:
            reader.pass_by(found.end() - reader.pointer)
            if reader.buffer[reader.pointer] != "\n":
                break
            reader.forward()
            if not self.flow_level:
                self.allow_simple_key = True
        if reader.index == 0 or reader.buffer[reader.pointer] in _ODD:
            super().scan_to_next_token()

    def scan_plain(self) -> ScalarToken:
        """A word that is a key, or all there is between the signs of a list in brackets, at once."""
        reader = self.reader
        found = (_IN_BRACKETS if self.flow_level else _KEY).match(reader.buffer, reader.pointer)
        if found is None:
            long: ScalarToken = super().scan_plain()
            return long
        start = reader.get_mark()
        self.allow_simple_key = False
        reader.pass_by(len(found[0]))
        return ScalarToken(found[0], True, start, reader.get_mark())

    def need_more_tokens(self) -> bool:
        """Whether the next token may still turn out to be something else."""
        if self.tokens and not self.possible_simple_keys:
            return False
        return super().need_more_tokens()

    def check_token(self, *choices: type) -> bool:
        while self.need_more_tokens():
            self.fetch_more_tokens()
        return bool(self.tokens) and (not choices or isinstance(self.tokens[0], choices))


class _Parser(Parser):
    @cached_property
    def scanner(self) -> Scanner:
        found: Scanner = super().scanner
        return found

    def check_event(self, *choices: type) -> bool:
        event = self.peek_event()
        return event is not None and (not choices or isinstance(event, choices))


class _Composer(Composer):
    @cached_property
    def parser(self) -> Parser:
        found: Parser = super().parser
        return found


def new_yaml() -> YAML:
    """A reader of YAML 1.2 that knows nothing but plain values."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Reader, yaml.Scanner, yaml.Parser, yaml.Composer = _Reader, _Scanner, _Parser, _Composer
    return yaml
