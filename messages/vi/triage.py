"""What is asked and said as officers work on reports."""

from collections.abc import Mapping

PROMPT: Mapping[str, str] = {
    "traloi": "đồng chí viết câu trả lời gửi tới người báo. Kèm ảnh cũng được.",
    "hoi": "đồng chí muốn hỏi người báo thêm điều gì? Lời đáp sẽ hiện dưới thẻ.",
    "khongthuoc": "việc này phải gửi ở đâu, liên hệ ai? Người báo đọc đúng lời đồng chí viết.",
    "chuyen": "chuyển cho nơi nào? Đồng chí gõ tên xã, phường, huyện, cơ quan, tổ chức; hoặc chọn một nơi dưới đây.",
    "ghichu": "đồng chí viết ghi chú nội bộ. Người báo không thấy.",
    "dexuat": "đồng chí viết đề xuất hướng giải quyết, để đưa vào báo cáo trình UBND tỉnh. Người báo không thấy.",
    "trung": "trùng với việc nào? Đồng chí gõ mã của việc được giữ lại.",
    "ykien": "UBND tỉnh có ý kiến gì? Đồng chí viết ba phần, cách nhau bằng dấu chấm phẩy: số văn bản; ngày; nội dung."
    " Không có số thì ghi “không số”.",
    "tralai": "vì sao trả lại? Người báo không thấy lời này.",
    "nhanthem": "bà con muốn nhắn gì thêm? Gửi ảnh cũng được.",
    "dapphanhoi": "đồng chí viết câu trả lời gửi tới người phản hồi. Kèm ảnh cũng được.",
    "phanhoithem": "bà con muốn nhắn gì thêm? Gửi ảnh cũng được.",
    "chuadat": "vì sao chưa đạt? Cán bộ nơi thực hiện đọc đúng lời đồng chí viết.",
    "khongnhan": "đồng chí viết lời báo người cho: vì sao lần này chưa nhận. Người cho đọc đúng lời này.",
    "bosung": "cần bổ sung gì? Cán bộ nơi thực hiện đọc đúng lời đồng chí viết.",
}
# What may be written after a code instead of pressing a button: "KK-7M2QX ghi chú: ...".
VERB: Mapping[str, str] = {
    "traloi": "trả lời",
    "hoi": "hỏi thêm",
    "khongthuoc": "không thuộc thẩm quyền",
    "chuyen": "chuyển",
    "ghichu": "ghi chú",
    "dexuat": "đề xuất",
    "trung": "trùng",
    "ykien": "ý kiến",
    "tralai": "trả lại",
    "nhan": "tiếp nhận",
    "xong": "đã giải quyết",
    "khan": "khẩn",
    "thuong": "bỏ khẩn",
    "trinh": "trình",
    "molai": "mở lại",
    "dat": "đạt",
    "chuadat": "chưa đạt",
    "bosung": "cần bổ sung",
    "khongnhan": "chưa nhận",
    "baocao": "báo cáo",
}
KEPT: Mapping[str, str] = {
    "hoi": "đã gửi câu hỏi tới người báo",
    "khongthuoc": "đã báo người gửi nơi cần đến",
    "ghichu": "đã ghi chú, người báo không thấy",
    "dexuat": "đã ghi đề xuất hướng giải quyết, người báo không thấy",
    "trung": "đã gộp, người báo được tin",
    "ykien": "đã ghi ý kiến của UBND tỉnh, người báo được tin",
    "tralai": "đã trả lại nơi chuyển",
}
TOLD: Mapping[str, str] = {
    "traloi": "trả lời người báo",
    "hoi": "hỏi thêm người báo",
    "khongthuoc": "báo không thuộc thẩm quyền",
    "ghichu": "ghi chú nội bộ",
    "dexuat": "đề xuất hướng giải quyết",
    "ykien": "ghi ý kiến của UBND tỉnh",
    "tralai": "trả lại việc này",
    "lay_lai": "thu hồi câu trả lời",
}
