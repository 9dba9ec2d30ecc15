"""Photos made anew: upright, of a size that every platform takes, without what the camera wrote into them."""

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

PHOTO_BYTES = 10 << 20
_PIXELS = 50_000_000
_LONGEST_SIDE = 2560
_TOO_MANY = "Ảnh có quá nhiều điểm ảnh (trên 50 triệu). Xin chọn ảnh nhỏ hơn."
_TOO_LARGE = "Ảnh lớn hơn 10 MB. Xin chọn ảnh nhỏ hơn."
_SIDE, _LEAST_SET = 16, 48  # of the hash
_FORMATS = ("JPEG", "PNG", "WEBP")


class BadPhoto(ValueError):
    """Not a photo we can take; the words are for the person who sent it."""


def clean(data: bytes) -> bytes:
    """The photo as a JPEG without metadata; takes a while, so call it in a thread. Raises BadPhoto."""
    if len(data) > PHOTO_BYTES:
        raise BadPhoto(_TOO_LARGE)
    return _reencoded(data)


def _reencoded(data: bytes) -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415 - a tenth of a second, for whoever sends the first picture

    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            _check_pixels(image)
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            canvas = Image.new("RGB", upright.size, "white")
            shown = upright.convert("RGBA")
            canvas.paste(shown, mask=shown)
    except BadPhoto:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPhoto(_TOO_MANY) from error
    # Pillow's readers answer a broken file with any of these, whatever the format.
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError) as error:
        raise BadPhoto("Không đọc được ảnh này. Xin gửi ảnh JPEG, PNG hoặc WebP.") from error
    out = BytesIO()
    canvas.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _check_pixels(image: "Image.Image") -> None:
    if image.width * image.height > _PIXELS:
        raise BadPhoto(_TOO_MANY)


def fingerprint(data: bytes) -> str | None:
    """The picture's perceptual hash: 256 bits, hexadecimal; much the same however it is compressed and resized.

    None for a picture that shows too little to be known again (blank, one colour). Takes a while, so call it in a
    thread. Raises BadPhoto.
    """
    import imagehash  # noqa: PLC0415 - as above, with numpy
    from PIL import Image  # noqa: PLC0415

    with Image.open(BytesIO(clean(data))) as image:
        bits = imagehash.phash(image, hash_size=_SIDE)
    # A picture of something sets about half of the bits.
    set_bits = int(bits.hash.sum())
    plain = not _LEAST_SET <= set_bits <= _SIDE * _SIDE - _LEAST_SET
    return None if plain else str(bits)
