"""What is asked and said as officers work on nominations."""

from collections.abc import Mapping

PROMPT: Mapping[str, str] = {
    "gt_dung": "đồng chí ghi cách đã xác minh: hỏi ai, xem gì. Lời này để trong hồ sơ, người giới thiệu không thấy.",
    "gt_chuaro": "vì sao chưa xác minh được, còn cần gì? Người giới thiệu được hỏi thêm, không thấy lời này.",
    "gt_sai": "không đúng ở điểm nào? Lời này để trong hồ sơ, người giới thiệu không thấy.",
    "gt_khen": "đồng chí viết ba phần, cách nhau bằng dấu chấm phẩy: số văn bản; ngày; hình thức khen và nơi khen,"
    " ví dụ “không số; {today}; Thư khen của Chủ tịch UBND xã”.",
    "gt_canhan": "đồng chí viết ba phần, cách nhau bằng dấu chấm phẩy: năm sinh; nam hoặc nữ; chức vụ, nơi công tác"
    " (hoặc nghề nghiệp, ấp, khóm). Không ghi số căn cước.",
    "gt_tapthe": "đồng chí viết hai phần, cách nhau bằng dấu chấm phẩy: người đứng đầu; số người.",
    "gt_dexuat": "đề xuất hình thức khen nào? Chọn một hình thức, hoặc viết.",
    "gt_khong": "vì sao không đưa vào danh sách? Lời này để trong hồ sơ, người giới thiệu không thấy.",
    "gt_thamdinh": "đồng chí ghi kết quả thẩm định.",
    "gt_tralai": "cần xem lại hay bổ sung điều gì? Nơi đề xuất đọc lời này.",
    "gt_hoidong": "đồng chí viết ba phần, cách nhau bằng dấu chấm phẩy: số biên bản họp hội đồng; ngày; kết quả xét."
    " Không có số thì ghi “không số”.",
    "gt_quyetdinh": "đồng chí viết ba phần, cách nhau bằng dấu chấm phẩy: số quyết định; ngày; hình thức khen,"
    " ví dụ “2145/QĐ-UBND; {today}; Bằng khen”. Người giới thiệu được báo tin.",
    "gt_suaqd": "đồng chí viết lại đủ ba phần cho đúng, cách nhau bằng dấu chấm phẩy: số quyết định; ngày; hình thức"
    " khen. Ai đã được báo tin sẽ được báo lại.",
    "gt_diem": "đồng chí cho điểm từ 0 đến 100, sau dấu chấm phẩy ghi lý do nếu cần. Chỉ cán bộ thấy.",
    "gt_ghichu": "đồng chí viết ghi chú nội bộ. Người giới thiệu không thấy.",
    "gt_ketheo": "bà con kể thêm giúp: ai biết việc này, hỏi ở đâu? Gửi ảnh cũng được.",
}
# What may be written after a code instead of pressing a button: "GT-7M2QX xác nhận: ...".
VERB: Mapping[str, str] = {
    "gt_dung": "xác nhận",
    "gt_chuaro": "chưa xác minh được",
    "gt_sai": "không đúng",
    "gt_khen": "khen",
    "gt_canhan": "thông tin",
    "gt_tapthe": "thông tin",
    "gt_xem": "xem xét",
    "gt_dexuat": "đề xuất",
    "gt_khong": "không đề xuất",
    "gt_thamdinh": "thẩm định",
    "gt_tralai": "trả lại",
    "gt_hoidong": "hội đồng",
    "gt_quyetdinh": "quyết định",
    "gt_xinykien": "xin ý kiến",
    "gt_thongnhat": "thống nhất",
    "gt_suaqd": "sửa quyết định",
    "gt_molai": "xem lại",
    "gt_diem": "điểm",
    "gt_ghichu": "ghi chú",
}
KEPT: Mapping[str, str] = {
    "gt_dung": "đã xác nhận, người giới thiệu được tin",
    "gt_chuaro": "đã ghi là chưa xác minh được, người giới thiệu được hỏi thêm",
    "gt_sai": "đã ghi kết quả xác minh, người giới thiệu được tin",
    "gt_khen": "đã ghi việc khen tại chỗ, người giới thiệu được tin",
    "gt_chitiet": "đã bổ sung thông tin",
    "gt_dexuat": "đã đề xuất khen thưởng",
    "gt_khong": "đã ghi, người giới thiệu được tin",
    "gt_thamdinh": "đã ghi kết quả thẩm định",
    "gt_tralai": "đã trả lại nơi đề xuất",
    "gt_hoidong": "đã ghi kết quả xét của hội đồng",
    "gt_quyetdinh": "đã ghi quyết định, người giới thiệu được tin",
    "gt_xinykien": "đã chuyển thẻ để xin ý kiến phối hợp",
    "gt_thongnhat": "đã ghi là thống nhất đề xuất",
    "gt_diem": "đã ghi điểm, chỉ cán bộ thấy",
    "gt_ghichu": "đã ghi chú, người giới thiệu không thấy",
}
# What the other office reads under its card.
TOLD: Mapping[str, str] = {
    "gt_xinykien": "xin ý kiến phối hợp trước khi đề xuất khen thưởng; đồng ý thì chọn “Thống nhất đề xuất”, có ý"
    " kiến khác thì ghi chú nội bộ",
    "gt_thongnhat": "thống nhất đề xuất khen thưởng",
    "gt_dexuat": "đã đề xuất khen thưởng, mời thẩm định",
}
HELPED: Mapping[str, str] = {
    "kept_green": "giữ vững “vùng xanh”",
    "lower_risk": "chuyển sang vùng nguy cơ thấp hơn",
    "other": "giúp việc khác",
}
AGREES: Mapping[bool | None, str] = {
    True: "đã đồng ý cho giới thiệu",
    False: "chưa được hỏi",
    None: "không rõ có đồng ý không",
}
NAMED: Mapping[bool | None, str] = {
    True: "đã đồng ý nêu tên",
    False: "không đồng ý nêu tên",
    None: "chưa hỏi việc nêu tên",
}
# Who has said so where it was the nominee themselves, by whose hand their code came (True: an officer's).
ANSWERED: Mapping[bool, str] = {
    True: "chính người được giới thiệu, bằng mã do cán bộ đưa",
    False: "chính người được giới thiệu, bằng mã do người giới thiệu đưa",
}
TRACK: Mapping[str, str] = {"campaign": "theo đợt thi đua", "sudden": "thành tích đột xuất"}
MARK: Mapping[str, str] = {
    "own": "tự giới thiệu",
    "collective": "tập thể ngoài đối tượng nêu trong Kế hoạch",
    "days": "việc làm ngoài thời gian thi đua",
    "aim": "chưa rõ giúp giữ vững “vùng xanh” hay chuyển sang vùng nguy cơ thấp hơn",
}
FITS: Mapping[bool | None, str] = {
    True: "đã kết luận: thuộc đối tượng",
    False: "đã kết luận: ngoài đối tượng",
    None: "chờ cán bộ kết luận",
}
# Why somebody may not judge a nomination.
CONFLICT: Mapping[str, str] = {
    "nominator": "đồng chí là người giới thiệu việc này",
    "nominee": "đồng chí là người được giới thiệu",
    "collective": "đây là tập thể của đồng chí",
    "agency": "đây là tập thể của chính cơ quan đồng chí",
}
