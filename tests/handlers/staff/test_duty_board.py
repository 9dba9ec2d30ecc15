"""Who has not received, not done, has nobody here: by district, paged, and the counts agree."""

import re

import pytest

from storage.records import Role
from tests.driver import Person, Stage
from tests.handlers.staff.desks import connected, holding
from tests.handlers.staff.duty import KE_AN, gives, office


@pytest.fixture
async def thu(stage: Stage) -> Person:
    return await office(stage)


async def test_who_is_missing_by_district_and_body(stage: Stage, thu: Person) -> None:
    """109 communes: one has received; the districts add up to the rest, and each page to its district."""
    ba = await holding(stage, "ba", Role.OFFICER, KE_AN)
    await gives(thu, to="Cấp xã")
    await thu.presses("Giao việc")
    await ba.presses("Đã nhận")
    await thu.says("/nhiemvu")
    thu.sees("Giao 109 nơi; chưa nhận 108; chưa xong 109")
    await thu.presses("1")
    await thu.presses("Ai chưa nhận (108)")
    counts = re.findall(r": (\d+)/(\d+)", thu.answers[-1])
    assert sum(int(missing) for missing, _ in counts) == 108
    assert sum(int(every) for _, every in counts) == 109
    label = next(each for each in thu.labels if each.startswith("Huyện Kế Sách"))
    await thu.presses(label)
    total = int(label.split(": ")[1])
    thu.sees(f"Chưa xác nhận đã nhận, Huyện Kế Sách (1-{total} trong {total})", "chưa có cán bộ đầu mối")
    thu.sees_not("Xã Kế An")
    await thu.presses("Theo huyện")
    await thu.presses("Các việc đã giao")
    await thu.presses("1")
    await thu.presses("Chưa có cán bộ (108)")
    thu.sees("Chưa có cán bộ đầu mối trên kênh: 108 nơi")


async def test_long_lists_are_paged(stage: Stage, thu: Person) -> None:
    """Fifteen bodies a page, there and back; seven directives are two pages."""
    await gives(thu, to="Cả huyện và xã", area="Mỹ Xuyên")
    await thu.presses("Giao việc")
    for number in range(6):
        await gives(thu, title=f"Việc thứ {number}")
        await thu.presses("Giao việc")
    await thu.says("/nhiemvu")
    thu.sees("(1-6 trong 7)", "1. Việc thứ 5")
    await thu.presses("Trang sau")
    thu.sees("(7-7 trong 7)", "7. Rà soát hộ cần giúp")
    await thu.presses("Trang trước")
    thu.sees("(1-6 trong 7)")
    await thu.presses("6")
    await thu.presses("Ai chưa xong (11)")
    thu.sees("Chưa thực hiện: 11 nơi")


async def test_organisations_stand_apart(stage: Stage, thu: Person) -> None:
    """By kind, and under no district; the office does not urge itself."""
    await gives(thu, to="Sở, ban, ngành, tổ chức")
    thu.sees("Số nơi nhận: 7")
    await thu.presses("Sửa")
    await thu.presses("Loại tổ chức")
    await thu.presses("Cơ quan truyền thông")
    thu.sees("Số nơi nhận: 2", "cơ quan truyền thông")
    await thu.presses("Giao việc")
    await thu.says("/nhiemvu")
    await thu.presses("1")
    await thu.presses("Ai chưa nhận (2)")
    await thu.presses("Sở, ban, ngành, tổ chức: 2")
    thu.sees("Báo Sóc Trăng", "Đài Phát thanh")


@pytest.mark.needs("groups")
async def test_the_offices_group_follows_and_does_not_write(stage: Stage, thu: Person) -> None:
    """Figures, missing bodies and checks in the group; the dialog that writes is private."""
    group = await connected(stage, "-100", "so_noi_vu")
    await gives(thu)
    await thu.presses("Giao việc")
    binh = stage.member("binh", group)
    await binh.says("/nhiemvu")
    binh.sees("Giao 11 nơi")
    await binh.presses("1")
    assert "Gia hạn" not in binh.labels
    await binh.presses("Ai chưa nhận (11)")
    binh.sees("Huyện Mỹ Tú: 1/1")
    await binh.says("/giaoviec")
    binh.sees("riêng")
    other = stage.member("la", await connected(stage, "-200", "so_y_te"))
    await other.says("/nhiemvu")
    other.sees_not("Giao 11 nơi")
