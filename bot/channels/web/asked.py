"""The JSON that the page sends, checked before it is believed."""

from typing import Annotated, Literal, Self
from uuid import uuid4

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from bot.channels.web.wire import Said
from messages.content import InboundKind, Location

JSON_BYTES = 64 << 10
_Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{8,64}$")]
_Id = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,18}$")]
_Ref = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]


async def body_of(request: web.Request, limit: int) -> bytes:
    """The request's body. Raises HTTPRequestEntityTooLarge as soon as it is over `limit` bytes."""
    body = bytearray()
    async for chunk in request.content.iter_chunked(1 << 16):
        body += chunk
        if len(body) > limit:
            raise web.HTTPRequestEntityTooLarge(max_size=limit, actual_size=len(body))
    return bytes(body)


class Asked(BaseModel):
    """What all requests share."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    async def read(cls, request: web.Request) -> Self:
        """From a request's body. Raises HTTPUnsupportedMediaType or HTTPBadRequest, which says what is wrong."""
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text="application/json expected")
        try:
            return cls.model_validate_json(await body_of(request, JSON_BYTES))
        except ValidationError as error:
            wrong = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
            raise web.HTTPBadRequest(text=wrong) from None


class Done(Asked):
    """Something a person did on a phone."""

    key: _Key = Field(default_factory=lambda: str(uuid4()))
    sender: str

    def said(self, chat: str) -> Said:
        """What the person did on the phone of this chat."""
        raise NotImplementedError


class Say(Done):
    text: Annotated[str, StringConstraints(max_length=4096)] = ""
    photo: _Ref = ""
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    reply_to: _Id | Literal[""] = ""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.text.strip() and not self.photo and self.lat is None:
            raise ValueError("words, a photo or a location expected")
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon go together")
        return self

    def said(self, chat: str) -> Said:
        point = None if self.lat is None or self.lon is None else Location(lat=self.lat, lon=self.lon)
        return Said(
            chat=chat,
            key=self.key,
            sender=self.sender,
            text=self.text,
            photo=self.photo,
            location=point,
            reply_to=self.reply_to,
        )


class Press(Done):
    message: _Id
    data: Annotated[str, StringConstraints(min_length=1, max_length=64)]

    def said(self, chat: str) -> Said:
        return Said(
            chat=chat,
            key=self.key,
            sender=self.sender,
            kind=InboundKind.PRESS,
            message=self.message,
            press=self.data,
        )


class Edit(Done):
    message: _Id
    text: Annotated[str, StringConstraints(min_length=1, max_length=4096)]

    def said(self, chat: str) -> Said:
        return Said(
            chat=chat,
            key=self.key,
            sender=self.sender,
            kind=InboundKind.EDIT,
            message=self.message,
            text=self.text,
        )


class ClockOrder(Asked):
    do: Literal["pause", "resume", "run_at", "jump"]
    speed: Annotated[float, Field(ge=1, le=3600, allow_inf_nan=False)] = 1.0
