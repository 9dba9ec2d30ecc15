"""Saying that something broke: its kind and place; never its words, which may hold what people wrote."""

import structlog

log = structlog.get_logger(__name__)


def tell(event: str, error: BaseException, **facts: object) -> None:
    """Log it as an error."""
    log.error(event, kind=type(error).__name__, where=where(error), **facts)


def where(error: BaseException) -> str:
    """The innermost function and line."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return "" if frame is None else f"{frame.tb_frame.f_code.co_qualname}:{frame.tb_lineno}"
