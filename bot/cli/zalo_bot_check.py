"""What `check` says of the Zalo bot."""

import asyncio

from bot.channels.base import DeliveryError, Exhausted, Misconfigured
from bot.channels.zalo_bot import ZaloBotChannel
from bot.settings import Settings

ASK_S = 10.0


async def zalo_bot(settings: Settings) -> tuple[bool, str]:
    """Whether the bot answers to its token, and what to tell; with a token only."""
    if settings.zalo_bot_token is None:
        raise ValueError("no token")
    channel = ZaloBotChannel(settings.zalo_bot_token, settings.zalo_bot_api)
    try:
        async with asyncio.timeout(ASK_S):
            await channel.start()
    except Misconfigured:
        cure = "Cách sửa: chép lại mã mà Zalo Bot Manager đã gửi."
        return False, f"Zalo không nhận VUNGXANH_ZALO_BOT_TOKEN. {cure}"
    except (DeliveryError, TimeoutError) as error:
        used_up = isinstance(error, Exhausted)
        why = "hết hạn mức" if used_up else str(error) or "quá lâu không trả lời"
        cure = "Cách sửa: xem mạng, tường lửa và VUNGXANH_ZALO_BOT_API."
        return False, f"Không nối được {settings.zalo_bot_api} ({why}). {cure}"
    finally:
        await channel.close()
    people, monthly = settings.zalo_bot_people, settings.zalo_bot_monthly
    how_many = f"tối đa {people or 'không giới hạn'} người, {monthly or 'không giới hạn'} tin một tháng"
    return True, f"Zalo Bot: {channel.account} sẵn sàng ({how_many})."
