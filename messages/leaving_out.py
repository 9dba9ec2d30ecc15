"""The line that says what could not come along where a platform cannot take a file."""

from collections.abc import Sequence

from messages.content import Attachment, AttachmentKind

_WORDS = {
    AttachmentKind.PHOTO: "ảnh",
    AttachmentKind.VOICE: "tin thoại",
    AttachmentKind.AUDIO: "tệp âm thanh",
    AttachmentKind.VIDEO: "video",
    AttachmentKind.DOCUMENT: "tệp",
}


def note(missing: Sequence[Attachment]) -> str:
    """Rich text that counts them; empty for nothing."""
    if not missing:
        return ""
    counts = {kind: sum(each.kind is kind for each in missing) for kind in AttachmentKind}
    listed = ", ".join(f"{count} {_WORDS[kind]}" for kind, count in counts.items() if count)
    return f"<i>(Có kèm {listed}, xem ở kênh gốc.)</i>"
