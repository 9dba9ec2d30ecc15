"""check --live: what Zalo's documentation leaves open, to be tried on a real account, the most important first.

It says what to try and what to set by what comes of it. It sends only to the person named, only on a terminal, and
only after each question was answered with yes.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Annotated

import typer
from PIL import Image

from bot.channels.base import DeliveryError
from bot.channels.zalo_oa.send import V2, V3
from bot.channels.zalo_oa.wire import Json, Wire
from bot.cli.output import say, say_json
from bot.cli.session import run_async
from bot.cli.zalo_oa import asking, borrowed, described
from bot.settings import Settings

Live = Annotated[bool, typer.Option("--live", help="Những điều cần thử trên tài khoản Zalo thật.")]
To = Annotated[
    str,
    typer.Option("--to", help="Với --live: mã người nhận tin thử; hỏi trước mỗi tin.", show_default=False),
]
_TEXT = "Tin thử của vungxanh: không cần trả lời."
_SIDE = 64  # pixels of the picture that is tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that only a real account answers: what, how to try it, what to set then."""

    number: int
    about: str
    question: str
    try_it: str
    then: str


QUESTIONS: tuple[Question, ...] = (
    Question(
        number=1,
        about="zalo_oa",
        question="OA cơ quan nhà nước có bị -235 ở /v3.0/oa/message/cs không, và /v2.0/oa/message có nhận không?",
        try_it="vungxanh check --live --to MÃ_NGƯỜI_NHẬN: một tin v3, một tin v2, một ảnh, một tin có nút.",
        then="Không phải đặt gì: gặp -235 chương trình tự chuyển sang v2 và nhớ. Cả hai bị từ chối thì hỏi Zalo.",
    ),
    Question(
        number=2,
        about="zalo_oa",
        question="Webhook ký bằng khóa nào (OA secret key hay app secret), theo giờ trong thân tin hay trong header?",
        try_it="Nhắn một câu cho OA rồi chạy vungxanh check: chữ ký đúng hay chưa.",
        then="VUNGXANH_ZALO_OA_WEBHOOK_SECRET, VUNGXANH_ZALO_OA_SIGNED_TIME; khớp rồi thì "
        "VUNGXANH_ZALO_OA_SIGNATURE=enforce.",
    ),
    Question(
        number=3,
        about="zalo_oa",
        question="Nút bấm có cần template_type không?",
        try_it="Tin có nút ở câu 1: máy người nhận có hiện nút, bấm có trả lời không.",
        then="VUNGXANH_ZALO_OA_BUTTONS=plain, button, hoặc none để dùng số.",
    ),
    Question(
        number=4,
        about="zalo_oa",
        question="OA cơ quan nhà nước dùng gói nào, phí bao nhiêu, được mấy lượt gọi API một phút?",
        try_it="Hỏi Zalo (oa.zalo.me) bằng văn bản; xem gói mà lệnh này in ra.",
        then="VUNGXANH_ZALO_OA_RATE, VUNGXANH_ZALO_OA_PRICE, VUNGXANH_ZALO_OA_TEMPLATE_PRICE, VUNGXANH_ZALO_OA_PAY.",
    ),
    Question(
        number=5,
        about="zalo_oa",
        question="Mỗi người quan tâm nhận được mấy bài viết một ngày, một tháng?",
        try_it="Xem hạn mức ở trang quản lý OA; gửi một bài thử từ trang đó cho một nhóm nhỏ.",
        then="VUNGXANH_ZALO_OA_ARTICLES_A_DAY (0 là không gửi bài), VUNGXANH_ZALO_OA_COVER, VUNGXANH_ZALO_OA_CITIES.",
    ),
    Question(
        number=6,
        about="zalo_bot",
        question="Zalo Bot: người thứ 51 gặp gì, giá gói Pro, mấy tin một giây, nhắn trước sau vài tuần được không, "
        "gửi vị trí thành sự kiện gì, địa chỉ ảnh sống bao lâu, webhook có gửi lại không?",
        try_it="Thử với một nhóm cán bộ trước khi mở cho bà con; ghi lại từng điều.",
        then="Các biến VUNGXANH_ZALO_BOT_* trong .env.example.",
    ),
    Question(
        number=7,
        about="zalo_oa",
        question="Khi người dùng trả lời thẳng vào một tin của OA, webhook có quote_msg_id là mã của tin đó không?",
        try_it="Bật VUNGXANH_ZALO_OA_REPLIES=true trên bản thử, giữ một tin của OA, chọn trả lời: câu trả lời có vào "
        "đúng việc không.",
        then="Có thì để VUNGXANH_ZALO_OA_REPLIES=true; không thì false (mặc định): cán bộ viết mã trước lời đáp.",
    ),
)


def live(to: str, *, as_json: bool) -> None:
    """Say what to try; with `to`, offer to send the messages of the first question."""
    if as_json:
        say_json(list(QUESTIONS))
        return
    for each in QUESTIONS:
        say(f"{each.number}. [{each.about}] {each.question}")
        say(f"   Thử: {each.try_it}")
        say(f"   Rồi đặt: {each.then}")
    settings = Settings.load()
    if settings.zalo_oa_app_id is None:
        say("Kênh Zalo OA đang tắt: chưa có gì để thử.")
    elif to and sys.stdin.isatty():
        run_async(partial(_try_all, settings, to))
    else:
        say("Chưa gửi gì. Muốn gửi tin thử: chạy trên màn hình lệnh, thêm --to MÃ_NGƯỜI_NHẬN.")


async def _try_all(settings: Settings, to: str) -> None:
    async with asking(settings, await borrowed(settings)) as wire:
        await _tell("OA", _about(wire))
        for name, send in _trials(wire, to, shape=settings.zalo_oa_buttons):
            if await asyncio.to_thread(typer.confirm, f"Gửi thử {name} tới {to}?", default=False):
                await _tell(name, send())


async def _about(wire: Wire) -> str:
    return described(await wire.get("/v2.0/oa/getoa"))


async def _tell(name: str, work: Awaitable[str]) -> None:
    try:
        say(f"   {name}: {await work}")
    except DeliveryError as error:
        say(f"   {name}: {error}")


def _trials(wire: Wire, to: str, *, shape: str) -> Sequence[tuple[str, Callable[[], Awaitable[str]]]]:
    button = {"title": "Thử", "type": "oa.query.hide", "payload": "#nut:thu"}
    payload: Json = {"buttons": [button]}
    if shape == "button":
        payload["template_type"] = "button"
    pressed: Json = {"text": _TEXT, "attachment": {"type": "template", "payload": payload}}
    return (
        ("tin v3", partial(_post, wire, V3, to, {"text": _TEXT})),
        ("tin v2", partial(_post, wire, V2, to, {"text": _TEXT})),
        ("ảnh", partial(_picture, wire, to)),
        ("tin có nút", partial(_post, wire, V3, to, pressed)),
    )


async def _post(wire: Wire, path: str, to: str, message: Json) -> str:
    await wire.post(path, {"recipient": {"user_id": to}, "message": message})
    return "Zalo đã nhận"


async def _picture(wire: Wire, to: str) -> str:
    made = BytesIO()
    Image.new("RGB", (_SIDE, _SIDE), "green").save(made, "JPEG")
    data = await wire.upload("/v2.0/oa/upload/image", made.getvalue(), "thu.jpg", "image/jpeg")
    element = {"media_type": "image", "attachment_id": data.get("attachment_id", "")}
    payload = {"template_type": "media", "elements": [element]}
    return await _post(wire, V3, to, {"attachment": {"type": "template", "payload": payload}})
