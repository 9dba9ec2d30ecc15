"""What is wrong at a place of a text (messages.places.Place.why)."""

from collections.abc import Mapping

WHY: Mapping[str, str] = {
    "star": "dấu sao không có đôi trên cùng dòng; chữ đậm viết *như thế này*",
    "line": "dấu gạch dưới không có đôi trên cùng dòng; chữ nghiêng viết _như thế này_",
    "tag": "thẻ không có thẻ đóng, hoặc không dùng được ở đây",
    "link_end": "đường dẫn thiếu dấu ) ở cuối",
    "link_scheme": "đường dẫn thiếu https:// ở đầu",
    "link_blank": "đường dẫn có khoảng trắng; viết liền, hoặc thay bằng %20",
    "link": "không mở được địa chỉ này: cần bắt đầu bằng https://, không có dấu ngoặc",
    "turned": "ký tự ẩn làm đảo chiều chữ; kênh bỏ ký tự này",
}
