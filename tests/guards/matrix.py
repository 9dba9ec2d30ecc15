"""Who may do what, as a page: `python -m tests.guards.matrix` writes it anew after a command or an action has come."""

from collections.abc import Iterable
from pathlib import Path

from handlers.everything import REGISTRY
from handlers.registry import Action, Command, Registry
from messages.buttons import Pressed
from messages.vi.roles import ROLES
from storage.records import Role

PAGE = Path(__file__).parents[2] / "docs" / "vai-tro.md"
YES, NO = "x", ""
SHORT = {
    Role.CITIZEN: "Dân", Role.OFFICER: "Đầu mối", Role.HEAD: "Đứng đầu", Role.EDITOR: "Biên tập",
    Role.APPROVER: "Duyệt", Role.STEERING: "BCĐ", Role.HEALTH: "Y tế", Role.HOME_AFFAIRS: "Nội vụ",
    Role.COMMITTEE: "VP UBND", Role.FRONT: "Mặt trận", Role.ADMIN: "Quản trị",
}  # fmt: skip
KINDS = {
    Pressed.REPORT: "Khó khăn",
    Pressed.NOMINATION: "Gương tốt",
    Pressed.BULLETIN: "Bản tin",
    Pressed.DRAFT: "Bản tin đang soạn",
    Pressed.ZONE: "Đổi màu vùng",
    Pressed.REMARK: "Phản hồi bản tin",
    Pressed.RUMOUR: "Tin đồn",
    Pressed.FIGURES: "Số liệu trong ngày",
    Pressed.ANSWER: "Trả lời bản tin",
    Pressed.OBLIGATION: "Việc của đơn vị",
    Pressed.DIRECTIVE: "Việc đã giao",
    Pressed.OFFER: "Góp sức",
}
_INTRO = """# Ai làm được gì

Bảng này sinh ra từ chương trình (`python -m tests.guards.matrix`); một bài kiểm thử giữ cho nó luôn đúng,
một bài khác làm thử từng ô. “x” là được dùng, ô trống là bị từ chối kèm lời giải thích. Ai cũng là người dân,
nên có thêm vai trò thì vẫn dùng được mọi việc của người dân. Cột “Ở đâu”: riêng là nhắn riêng với kênh, nhóm là
trong nhóm của cơ quan; thành viên nhóm có vai trò của cơ quan đó. Ngoài vai trò, mỗi lần bấm còn xét đúng đơn vị,
đúng việc, đúng lúc.
"""


def allowed(roles: frozenset[Role], role: Role) -> bool:
    """Whether somebody with this role alone may; everybody is a citizen."""
    return not roles.isdisjoint({Role.CITIZEN, role})


def page(registry: Registry = REGISTRY) -> str:
    """The whole page."""
    legend = "; ".join(f"{short}: {ROLES[role.value].lower()}" for role, short in SHORT.items())
    commands = sorted(registry.commands, key=lambda command: command.name)
    actions = sorted(registry.actions, key=lambda action: (action.kind.name, action.name))
    return "\n".join(
        [
            _INTRO,
            f"Cột: {legend}.",
            "",
            "## Lệnh",
            "",
            *_table(("Lệnh", "Tên", "Ở đâu"), ((_command(each), each.roles) for each in commands)),
            "",
            "## Nút trên thẻ",
            "",
            "“Nhóm”: là thành viên nhóm của cơ quan có vai trò đó là đủ.",
            "",
            *_table(("Nút", "Trên thẻ", "Nhóm"), ((_action(each), each.roles) for each in actions)),
            "",
        ]
    )


def _table(heads: tuple[str, ...], rows: Iterable[tuple[tuple[str, ...], frozenset[Role]]]) -> list[str]:
    lines = [
        f"| {' | '.join((*heads, *SHORT.values()))} |",
        f"|{'---|' * len(heads)}{':-:|' * len(SHORT)}",
    ]
    for cells, roles in rows:
        marks = (YES if allowed(roles, role) else NO for role in SHORT)
        lines.append(f"| {' | '.join((*cells, *marks))} |")
    return lines


def _command(command: Command) -> tuple[str, ...]:
    where = ", ".join(name for name, there in (("riêng", command.private), ("nhóm", command.groups)) if there)
    return f"`/{command.name}`", command.title, where


def _action(action: Action) -> tuple[str, ...]:
    return f"`{action.name}`", KINDS[action.kind], YES if action.desk_members else NO


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
