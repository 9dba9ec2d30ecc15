"""Words about files that people send."""

from collections.abc import Mapping

from messages.content import AttachmentKind

LOST: Mapping[AttachmentKind, str] = {
    AttachmentKind.PHOTO: "Ảnh",
    AttachmentKind.VOICE: "Tin thoại",
    AttachmentKind.AUDIO: "Tệp âm thanh",
    AttachmentKind.VIDEO: "Video",
    AttachmentKind.DOCUMENT: "Tệp",
}
STRANGE = (
    "tệp người dân gửi nằm ở máy chủ {host}, chưa có trong danh sách được tải, nên không nhận được."
    " Nếu đó là máy chủ của Zalo thì thêm vào {setting} rồi chạy lại."
)
