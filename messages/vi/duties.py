"""What is asked and said of what units are asked to do."""

from collections.abc import Mapping

NEED: Mapping[str, str] = {
    "acknowledge": "xác nhận đã nhận",
    "words": "xác nhận và báo kết quả bằng lời",
    "number": "xác nhận và báo một con số",
    "photo": "xác nhận và gửi ảnh kết quả",
}
STATE: Mapping[str, str] = {
    "waiting": "Chưa xác nhận đã nhận",
    "acknowledged": "Đã nhận, đang thực hiện",
    "done": "Đã báo thực hiện",
    "passed": "Đã kiểm tra: đạt",
    "failed": "Đã kiểm tra: chưa đạt",
    "more": "Đã kiểm tra: cần bổ sung",
}
EVENT: Mapping[str, str] = {
    "acknowledged": "đã nhận",
    "done": "báo thực hiện",
    "passed": "kiểm tra: đạt",
    "failed": "kiểm tra: chưa đạt",
    "more": "kiểm tra: cần bổ sung",
}
RESULT: Mapping[str, str] = {"passed": "đạt", "failed": "chưa đạt", "more": "cần bổ sung"}
MISSING: Mapping[str, str] = {
    "nhan": "Chưa xác nhận đã nhận",
    "xong": "Chưa thực hiện",
    "quahan": "Quá hạn chưa thực hiện",
    "vang": "Chưa có cán bộ đầu mối trên kênh",
}
LEVELS: Mapping[str, str] = {
    "district": "Cấp huyện",
    "commune": "Cấp xã",
    "organisation": "Sở, ban, ngành, tổ chức",
}
