"""What in a message is about someone's health: an emergency is answered before anything else.

When in doubt this errs towards help: a question about breathlessness gets the emergency answer too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.spelling import Found, Phrasebook, Word, may_mean

# Told with or without diacritics.
_GRAVE = """
khó thở | thở khó | thở không nổi | thở không được | không thở được | không thở nổi | thở hết nổi | thở không ra
thở dốc | thở gấp | thở hổn hển | thở thoi thóp | thở yếu | hụt hơi | đuối hơi | ngộp thở | ngạt thở | nghẹt thở
ngưng thở | ngừng thở | tức ngực | đau ngực | đau thắt ngực | ngất xỉu | bị ngất | ngất rồi | bị xỉu | xỉu rồi
bất tỉnh | hôn mê | mê sảng | co giật | giật kinh phong | tím tái | môi tím | tím môi | ho ra máu | nôn ra máu
ói ra máu | trở nặng | chuyển biến nặng | bệnh nặng lắm | nguy kịch | hấp hối | sắp chết | đột quỵ | tai biến
nhồi máu cơ tim | sốt cao không hạ | sốt không hạ | sốt 39 | sốt 40 | sốt 41 | sốt cao quá | sốt mê man
tụt oxy | thiếu oxy | cần oxy | cần thở oxy | tụt spo2 | spo2 thấp | lừ đừ không ăn | mất ý thức | lơ mơ
rắn cắn | đuối nước | chảy máu nhiều | chảy máu không cầm | sắp sinh | đau bụng đẻ | tự sát
"""
# Without their marks these are everyday words: "chuyện đã", "vợ ơi", "từ từ", "đâu tìm", "chút xíu".
_GRAVE_MARKED = """
ngất | xỉu | lịm | lả đi | li bì | mê man | chuyển dạ | chuyển nặng | vỡ ối | đau đẻ | tự tử | đau tim | tím ngắt
"""
# No "không" before these takes the need away: "không có xe cấp cứu".
_CALLS = """
cấp cứu | xe cứu thương | gọi 115 | số 115 | kêu 115 | cứu mạng
"""
_UNLESS_NEXT = {
    "cấp cứu": ("trợ", "tế"),  # relief goods handed out
    "co giật": ("đồ", "quần", "áo"),  # "có giặt đồ"
    "thở không được": ("đi", "làm", "ra", "vô", "vào", "về"),  # "thợ không được đi làm"
    "bị ngất": ("ngưởng",),
}
_UNWELL = """
bị sốt | đang sốt | sốt cao | sốt ho | ho sốt | ho và sốt | sốt và ho | nóng sốt | sốt nóng | sốt rét | lên cơn sốt
còn sốt | phát sốt | hơi sốt | sốt nhẹ | sốt hoài | sốt mấy ngày | sốt xuất huyết | sốt 37 | sốt 38
bị ho | đang ho | ho khan | ho có đờm | ho đau họng | đau họng | rát họng | viêm họng | nghẹt mũi | sổ mũi
mất mùi | mất vị giác | mất khứu giác | ăn không biết mùi | không ngửi được | nhức đầu | đau đầu | đau nhức mình
tiêu chảy | mệt lả | có triệu chứng | triệu chứng covid | dương tính | test lên 2 vạch | lên 2 vạch | lên hai vạch
nhiễm covid | mắc covid | bị covid | dính covid | là f0 | thành f0 | bị f0 | có f0 trong nhà
"""
_UNWELL_MARKED = "ho nhiều | ho hoài | ho quá | ho liên tục | ho suốt | sốt"
_NO_FEVER = """
cơn sốt đất | sốt đất | sốt giá | sốt ruột | sốt sắng | nước sốt | sốt cà | sốt vang | sốt hàng | bỏ sót | bị sót
"""
_HOME = frozenset(
    {"nhà", "gia", "phòng", "tôi", "mình", "em", "con", "cháu", "vợ", "chồng", "mẹ", "má", "ba", "cha", "tui"}
)
_HOME_FOLDED = frozenset({"nha", "toi", "minh", "vo", "chong", "me"})
_NOT = frozenset({"không", "khong", "chưa", "chua", "chẳng", "chả", "hết", "het", "khỏi", "đâu"})
_BETWEEN = frozenset(
    {
        "bi",
        "co",
        "con",
        "thay",
        "he",
        "phai",
        "ai",
        "trieu",
        "chung",
        "dau",
        "hieu",
        "cam",
        "giac",
        "sot",
        "ho",
        "hay",
    }
)
_REACH = 5  # words that may stand between a negation and what it takes away
_NEAR = 4  # words between "nhà" and "F0" that still make it this house's


def _lines(block: str) -> list[str]:
    return [phrase.strip() for line in block.strip().splitlines() for phrase in line.split("|")]


_ALL_GRAVE = _lines(_GRAVE)
_ALL_GRAVE_MARKED = _lines(_GRAVE_MARKED)
_ALL_CALLS = _lines(_CALLS)
_SICK_MARKED = _lines(_UNWELL_MARKED)
_GRAVE_BOOK = Phrasebook([*_ALL_GRAVE, *_ALL_GRAVE_MARKED])
_CALL_BOOK = Phrasebook(_ALL_CALLS)
_SICK_BOOK = Phrasebook([*_lines(_UNWELL), *_SICK_MARKED])
_OTHER_BOOK = Phrasebook(_lines(_NO_FEVER))


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What a message says about health.

    Attributes:
        emergency: someone may be in danger now.
        symptom: someone is unwell, or a case is in the house.
        clarify: "f1" when F1 is mentioned (a contact, or Phường 1?), "sot" for a bare "sot" (sốt, sót?), or "".
        because: the phrases that said so.
    """

    emergency: bool = False
    symptom: bool = False
    clarify: str = ""
    because: tuple[str, ...] = ()


def listen(words: Sequence[Word]) -> Health:
    """Read a message for signs of illness."""
    marked = any(word.marked for word in words)
    grave = [*_kept(_GRAVE_BOOK.find(words), words, _ALL_GRAVE_MARKED), *_calls(words)]
    sick = _kept(_SICK_BOOK.find(words), words, [] if marked else _SICK_MARKED)
    other = {index for found in _OTHER_BOOK.find(words) for index in range(found.start, found.end)}
    sick = [found for found in sick if not (_typed_or_alone(found, words) and found.start in other)]
    case = _case_at_home(words)
    return Health(
        emergency=bool(grave),
        symptom=bool(grave or sick or case),
        clarify=_unclear(words, sick=bool(grave or sick)),
        because=tuple(dict.fromkeys(found.key for found in (*grave, *sick))) + (("f0",) if case else ()),
    )


def _calls(words: Sequence[Word]) -> Iterable[Found]:
    return (found for found in _CALL_BOOK.find(words) if not _goes_on(found, words))


def _kept(found: Iterable[Found], words: Sequence[Word], need_marks: Sequence[str]) -> list[Found]:
    return [
        each
        for each in found
        if not _goes_on(each, words)
        and not _taken_away(each, words)
        and (each.key not in need_marks or any(word.marked for word in words[each.start : each.end]))
    ]


def _typed_or_alone(found: Found, words: Sequence[Word]) -> bool:
    return found.key == "sốt" or not words[found.start].marked


def _goes_on(found: Found, words: Sequence[Word]) -> bool:
    """Whether the next word makes it another matter."""
    others = _UNLESS_NEXT.get(found.key, ())
    if found.end >= len(words) or words[found.end].pause:
        return False
    return any(may_mean(words[found.end].typed, other) for other in others)


def _taken_away(found: Found, words: Sequence[Word]) -> bool:
    """Whether an odd number of negations stands before it in the same clause: "chưa hết khó thở" is none."""
    negations = 0
    for index in range(found.start - 1, max(found.start - 1 - _REACH, -1), -1):
        if words[index + 1].pause:
            break
        if words[index].typed in _NOT:
            negations += 1
        elif words[index].folded not in _BETWEEN:
            break
    return negations % 2 == 1


def _case_at_home(words: Sequence[Word]) -> bool:
    places = [index for index, word in enumerate(words) if word.folded == "f0"]
    if places and len(words) <= 2:
        return True
    return any(
        word.typed in _HOME or word.folded in _HOME_FOLDED
        for place in places
        for word in words[max(place - _NEAR, 0) : place + _NEAR + 1]
    )


def _unclear(words: Sequence[Word], *, sick: bool) -> str:
    if any(word.folded == "f1" for word in words):
        return "f1"
    return "sot" if not sick and any(word.typed == "sot" for word in words) else ""
