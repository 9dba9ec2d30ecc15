"""Reading a choice among labels: by number, label, keyword or beginning; with or without diacritics."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.spelling import Word, may_mean, read
from messages.folding import tidy

_SHORTEST = 3  # letters that may stand for a longer label
# đúng, dừng, đừng and Dung; hủy and Huy: typed bare, they choose nothing but a label written just so.
_OTHER_WORDS = frozenset({"dung", "huy"})
_BEFORE = ("dạ", "vâng", "chọn", "tôi", "em", "mình", "cho", "lấy", "xin", "là", "ok")
_AFTER = ("ạ", "nha", "nhé", "nghen", "đi", "luôn", "nhá")
_NUMBER = ("số", "mục", "câu")
_CANCEL = (("hủy",), ("hủy", "bỏ"))


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen: its `key`, the `label` people read, other `words` that choose it."""

    key: str
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """One option was meant: this `key`."""

    key: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """One of these may have been meant: ask which."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class NotFound:
    """No option was meant."""


Choice = Chosen | Ambiguous | NotFound


def choose(text: str, options: Sequence[Option], *, numbered: bool = False) -> Choice:
    """Which option a typed text means. Typed diacritics decide between labels that fold alike.

    With `numbered`, the question owns the whole answer: bare numbers count from 1, and polite words around a
    choice ("dạ, đồng ý ạ") are ignored. "số 1" is a number in any case. Never raises.
    """
    for words in _forms(text, polite=numbered):
        by_number = _by_number(words, options, bare=numbered)
        by_name = _by_name(words, options)
        hits = tuple(dict.fromkeys((*by_number, *by_name)))
        hits = hits or _by_beginning(words, options)
        if hits:
            return _decide(words, hits)
    return NotFound()


def is_cancel(text: str, *, free_text: bool = False) -> bool:
    """Whether the words cancel: /huy anywhere; "hủy", "huỷ", "huy bo" where words are not an answer.

    A bare "huy" never does: Huy is a name.
    """
    if tidy(text).lower().split("@", 1)[0] == "/huy":
        return True
    words = read(text, chat=False)
    if free_text or (len(words) == 1 and not words[0].marked):
        return False
    return any(_is(words, meant) for meant in _CANCEL)


def _forms(text: str, *, polite: bool) -> Iterator[list[Word]]:
    """The text as written, with short forms spelled out, and without polite words around it."""
    written = read(text, chat=False)
    spoken = read(text)
    if written:
        yield written
    if [word.typed for word in spoken] != [word.typed for word in written]:
        yield spoken
    bare = _without_politeness(spoken) if polite else spoken
    if bare and len(bare) < len(spoken):
        yield bare


def _without_politeness(words: list[Word]) -> list[Word]:
    start, end = 0, len(words)
    while start < end and any(may_mean(words[start].typed, each) for each in _BEFORE):
        start += 1
    while end > start and any(may_mean(words[end - 1].typed, each) for each in _AFTER):
        end -= 1
    return words[start:end]


def _by_number(words: list[Word], options: Sequence[Option], *, bare: bool) -> tuple[Option, ...]:
    named = len(words) == 2 and any(may_mean(words[0].typed, each) for each in _NUMBER)
    digits = words[-1].typed
    if (
        not (named or (bare and len(words) == 1))
        or not digits.isdecimal()
        or len(digits) > len(str(len(options)))
    ):
        return ()
    number = int(digits)
    return (options[number - 1],) if 1 <= number <= len(options) else ()


def _names(option: Option) -> Iterator[list[Word]]:
    for name in (option.label, *option.words):
        words = read(name, chat=False)
        if words:
            yield words


def _is(words: Sequence[Word], meant: Sequence[str]) -> bool:
    return len(words) == len(meant) and all(
        may_mean(word.typed, wanted) for word, wanted in zip(words, _lowered(meant), strict=True)
    )


def _lowered(meant: Sequence[str]) -> list[str]:
    return [word.typed for word in read(" ".join(meant), chat=False)]


def _by_name(words: list[Word], options: Sequence[Option]) -> tuple[Option, ...]:
    return tuple(o for o in options if any(_is(words, [word.typed for word in name]) for name in _names(o)))


def _by_beginning(words: list[Word], options: Sequence[Option]) -> tuple[Option, ...]:
    if sum(len(word.folded) for word in words) < _SHORTEST:
        return ()
    return tuple(option for option in options if any(_begins(words, name) for name in _names(option)))


def _begins(words: list[Word], name: list[Word]) -> bool:
    count = len(words)
    if count > len(name) or not _is(words[:-1], [word.typed for word in name[: count - 1]]):
        return False
    last, whole = words[-1].typed, name[count - 1].typed
    return may_mean(last, whole) or may_mean(last, whole[: len(last)])


def _decide(words: list[Word], hits: tuple[Option, ...]) -> Choice:
    typed = [word.typed for word in words]
    same = [hit for hit in hits if any(typed == [word.typed for word in name] for name in _names(hit))]
    if len(hits) == 1:
        doubtful = len(typed) == 1 and typed[0] in _OTHER_WORDS and not same
        return Ambiguous(hits) if doubtful else Chosen(hits[0].key)
    if len(same) == 1 and any(word.marked for word in words):
        return Chosen(same[0].key)
    return Ambiguous(hits)
