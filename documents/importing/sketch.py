"""A block of lines, and the sketch of one that is still being put together."""

from __future__ import annotations

from dataclasses import dataclass

from documents.importing.cues import Cues
from documents.importing.joining import Vocabulary, join_lines
from documents.importing.lines import Line
from documents.importing.starts import Start, start_of

# Of a block with more lines than these, its first and its last ones are asked about.
HEAD, TAIL = 10, 3


@dataclass(slots=True)
class Block:
    """Lines that belong together, and the paragraph they make."""

    lines: list[Line]
    text: str

    @property
    def notes(self) -> list[str]:
        """The footnotes that stood below its lines."""
        return [note for line in self.lines for note in line.notes]


class Sketch:
    """A block so far, as its questions need it: its beginning and its end.

    A block is asked about at every line: the beginning of a long one is joined and
    recognised only once, which keeps the work in proportion.
    """

    def __init__(self, cues: Cues, vocabulary: Vocabulary) -> None:
        self.cues = cues
        self.vocabulary = vocabulary
        self.begin()

    def begin(self) -> None:
        """Stand before the first line of a block."""
        self.lines: list[Line] = []
        self.text = ""
        self.first = Start.NONE
        self._head = ""

    def add(self, line: Line, start: Start) -> None:
        """Add a line, whose own beginning is known."""
        self.lines.append(line)
        if len(self.lines) <= HEAD + TAIL:
            self.text = self._head = self.join(self.lines)
            alone = len(self.lines) == 1
            self.first = start if alone else start_of(self.text, self.cues)
        else:
            self.text = f"{self._head} {self.join(self.lines[-TAIL:])}"

    def join(self, lines: list[Line]) -> str:
        """Return lines as one text."""
        return join_lines(
            (line.text for line in lines),
            spaced=self.cues.spaced,
            vocabulary=self.vocabulary,
        )
