"""Which way a bulletin goes on each platform, and what it costs, as an approver reads it."""

from collections.abc import Mapping

CHANNELS: Mapping[str, str] = {
    "telegram": "Telegram",
    "zalo_bot": "Zalo Bot",
    "zalo_oa": "Zalo OA",
    "web": "Phòng diễn tập",
}
ARTICLE = (
    "một bài viết tới mọi người quan tâm OA (từ 6 giờ đến 22 giờ, trong hạn mức của gói),"
    " thay cho tin riêng tới {people} người"
)
ARTICLE_FILES = (
    "Trong bài viết chỉ có lời và ảnh: {files} tệp kèm theo thành đường dẫn tải về,"
    " hoặc lời chỉ nơi hỏi nếu máy chủ chưa có địa chỉ công khai"
)
ARTICLE_CHOICES = "Trong bài viết, mỗi lựa chọn thành một dòng để bà con nhắn"
USED_UP = "bài viết của ngày đã dùng hết nên gửi riêng từng người"
FREE = "{people} người, miễn phí"
BILLED = "{people} người đã lâu chưa nhắn, {price} đ một tin"
TEMPLATE = "{people} người nhận bằng tin theo mẫu đã duyệt, {price} đ một tin"
MISSED = (
    "{people} người không gửi được (quá thời hạn từ lần nhắn cuối, hoặc phải trả tiền mà chưa được phép),"
    " xem lại bằng /tinmoi"
)
COST = "tổng khoảng {cost} đ, chưa thuế"
