"""Steps that several flows share, made by factories and spliced in at import."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from handlers.choose import Ambiguous, Option, choose
from handlers.steps import Answers, Facts, Question, Said, Several, Step, Unacceptable
from messages.calming import calm
from messages.content import Inbound, InboundKind
from messages.contexts import dialogs, questions
from messages.encoding import dump_attachment, dump_attachments
from messages.length import utf16
from messages.masking import mask
from messages.render import Words, render, rich
from messages.vi.labels import Label

Then = Callable[[Answers, Facts], str | None]
Asks = Callable[[Answers, Facts], Words | str]
FILES_LIMIT = 5
WORDS_LIMIT = 3_000  # UTF-16 units: leaves room for the card around it within Telegram's 4,096
DONE, SKIP = "xong", "bo-qua"


def to(step: str | None) -> Then:
    """Always the same next step."""
    return lambda _answers, _facts: step


def worded(what: Words | str, facts: Facts) -> str:
    """Rich text of a context in the person's language; a str is rich text already. It may go into a context."""
    return rich(what if isinstance(what, str) else render(what, facts.person.locale))


def refuse(words: Words, facts: Facts) -> Unacceptable:
    """The exception that says this instead."""
    return Unacceptable(worded(words, facts))


def choice_step(
    name: str,
    asks: Asks,
    options: Callable[[Answers, Facts], Sequence[Option]],
    then: Then,
    *,
    columns: int = 1,
    needs: tuple[str, ...] = (),
    help_text: str = "",
) -> Step:
    """One of the options, by button, number, label or keyword; its key is the answer."""

    def ask(answers: Answers, facts: Facts) -> Question:
        text = worded(asks(answers, facts), facts)
        return Question(text=text, options=tuple(options(answers, facts)), columns=columns)

    def accept(said: Said, answers: Answers, facts: Facts) -> str:
        if said.choice:
            return said.choice
        raise _not_chosen(said, options(answers, facts), facts)

    return Step(name=name, ask=ask, accept=accept, then=then, needs=needs, help=help_text)


def _not_chosen(said: Said, options: Sequence[Option], facts: Facts) -> Unacceptable:
    found = choose(said.text, options, numbered=True) if said.text else None
    if isinstance(found, Ambiguous):
        return refuse(dialogs.WhichOne(labels=tuple(option.label for option in found.options)), facts)
    return refuse(dialogs.Choose(), facts)


def text_step(
    name: str,
    asks: Asks,
    then: Then,
    *,
    skip: str = "",
    limit: int = WORDS_LIMIT,
    least: int = 2,
    voice: bool = False,
    help_text: str = "",
) -> Step:
    """Words in the person's own way: `least` to `limit` UTF-16 units.

    With `skip` a button of that label leaves it empty. With `voice` a voice message, video or photo is taken too,
    and the answer is {"text": ..., "files": [...]}; without, the answer is the text.
    """

    def ask(answers: Answers, facts: Facts) -> Question:
        options = (Option(key=SKIP, label=skip),) if skip else ()
        return Question(text=worded(asks(answers, facts), facts), options=options)

    def accept(said: Said, _answers: Answers, facts: Facts) -> Any:
        if said.choice == SKIP:
            return {"text": "", "files": []} if voice else ""
        # Numbers of identity papers are hidden before the answer is kept even in a position.
        text, files = mask(calm(said.text)), dump_attachments(said.inbound.attachments)
        if said.inbound.kind is InboundKind.PRESS or not (text or (voice and files)):
            raise refuse(dialogs.NeedWords(voice=voice), facts)
        if utf16(text) > limit:
            raise refuse(dialogs.TooLong(length=utf16(text), limit=limit), facts)
        if len(text) < least and not files:
            raise refuse(dialogs.TooShort(), facts)
        if not voice:
            return text
        album = {"album": said.inbound.album} if said.inbound.album else {}
        return {"text": text, "files": files, **album}

    late = rest_of_album(name, FILES_LIMIT) if voice else None
    return Step(name=name, ask=ask, accept=accept, then=then, free_text=True, help=help_text, late=late)


def rest_of_album(
    name: str, limit: int, *, captions: Callable[[str, Answers], str] | None = None
) -> Callable[[Answers, Inbound], Answers | None]:
    """For Step.late: adds to the answer {"files", "album"} kept under `name`, up to `limit` files in all.

    `captions`: what is kept, under "captions", of words that stand below a file.
    """

    def late(answers: Answers, inbound: Inbound) -> Answers | None:
        got = answers.get(name)
        if not isinstance(got, dict) or got.get("done") is False or got.get("album") != inbound.album:
            return None
        files = [*got["files"], *dump_attachments(inbound.attachments)][:limit]
        below = captions(inbound.text.strip(), answers) if captions else ""
        return {name: {**got, "files": files, **_with_caption(got, below)}}

    return late


def _with_caption(got: Mapping[str, Any], below: str) -> dict[str, Any]:
    known = list(got.get("captions", ()))
    return {"captions": [*known, below]} if below else {"captions": known} if known else {}


def files_step(
    name: str,
    asks: Asks,
    then: str,
    *,
    limit: int = FILES_LIMIT,
    help_text: str = "",
    captions: Callable[[str, Answers], str] | None = None,
    refuses: Callable[[str, Answers, Facts], Words | None] = lambda _text, _answers, _facts: None,
) -> Step:
    """Up to `limit` photos, voice messages or videos, until "Xong"; an album is answered once.

    The answer is {"files": [...], "album": ..., "done": bool}, and with `captions` (see `rest_of_album`) a list
    "captions" too; `refuses` says why not, of words below a file that cannot be taken.
    """

    def ask(answers: Answers, facts: Facts) -> Question:
        got = answers.get(name) or {}
        files = got.get("files", ())
        if not files:
            return Question(
                text=worded(asks(answers, facts), facts), options=(Option(key=SKIP, label=Label.SKIP),)
            )
        more = questions.MoreFiles(count=len(files), limit=limit)
        done = (Option(key=DONE, label=Label.DONE),)
        return Question(text=worded(more, facts), options=done, quiet=bool(got.get("quiet")))

    def accept(said: Said, answers: Answers, facts: Facts) -> dict[str, Any]:
        got = answers.get(name) or {}
        files, album = list(got.get("files", ())), said.inbound.album
        if said.choice in {DONE, SKIP}:
            return {"files": files, "album": got.get("album", ""), "done": True, **_with_caption(got, "")}
        if not said.inbound.attachments:
            raise refuse(questions.NeedFile(got=bool(files), films=facts.limits.films), facts)
        if len(files) >= limit:
            if album and album == got.get("album"):
                return {**got, "quiet": True}
            raise refuse(questions.TooManyFiles(limit=limit), facts)
        refusal = refuses(said.text, answers, facts) if said.text else None
        if refusal is not None:
            raise refuse(refusal, facts)
        files += [dump_attachment(each) for each in said.inbound.attachments][: limit - len(files)]
        return {
            "files": files,
            "album": album,
            "quiet": bool(album) and album == got.get("album"),
            "done": False,
            **_with_caption(got, captions(said.text, answers) if captions else ""),
        }

    def after(answers: Answers, _facts: Facts) -> str:
        return then if (answers.get(name) or {}).get("done") else name

    late = rest_of_album(name, limit, captions=captions)
    return Step(name=name, ask=ask, accept=accept, then=after, help=help_text, late=late)


def summary_step(
    name: str,
    asks: Asks,
    parts: Callable[[Answers, Facts], Sequence[Option]],
    *,
    send: str = Label.SEND,
    needs: tuple[str, ...] = (),
    help_text: str = "",
) -> Step:
    """Everything at a glance, to send or to change: `parts` are the steps that can be answered again."""

    def ask(answers: Answers, facts: Facts) -> Question:
        if answers.get(name) == "edit":
            text = worded(questions.WhatToChange(), facts)
            return Question(text=text, options=tuple(parts(answers, facts)), columns=2)
        options = (Option(key="send", label=send), Option(key="edit", label=Label.EDIT))
        return Question(text=worded(asks(answers, facts), facts), options=options, columns=2)

    def accept(said: Said, answers: Answers, facts: Facts) -> Any:
        if not said.choice:
            question = ask(answers, facts)
            raise _not_chosen(said, question.options, facts)
        if said.choice in {"send", "edit"}:
            return said.choice
        return Several(answers={name: None, said.choice: None, "-edit": said.choice}, return_to=name)

    def then(answers: Answers, _facts: Facts) -> str | None:
        if answers.get(name) == "send":
            return None
        return name if answers.get(name) == "edit" else str(answers["-edit"])

    return Step(name=name, ask=ask, accept=accept, then=then, needs=needs, help=help_text)


def stated(answers: Answers, name: str) -> bool:
    """Whether this step has been answered."""
    return answers.get(name) is not None
