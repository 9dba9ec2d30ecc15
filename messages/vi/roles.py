"""What the roles are called, by what their holders do: who they are differs from campaign to campaign."""

from collections.abc import Mapping

ROLES: Mapping[str, str] = {
    "citizen": "Người dân",
    "officer": "Cán bộ đầu mối",
    "head": "Người đứng đầu",
    "editor": "Biên tập viên",
    "approver": "Người duyệt tin",
    "steering": "Ban Chỉ đạo",
    "health": "Cán bộ y tế",
    "home_affairs": "Cán bộ tiếp nhận, tổng hợp khó khăn",
    "committee": "Văn phòng Ủy ban nhân dân",
    "front": "Cán bộ Mặt trận Tổ quốc",
    "admin": "Quản trị hệ thống",
    "desk": "Nối nhóm chat của cơ quan",
}
