"""Words that give a person's name away, folded: how people are addressed, surnames, given names, places' types.

Surnames after Lê Trung Hoa, "Họ và tên người Việt Nam", with those of the Khmer and the Hoa of the south. Which
given names are listed matters only where they are typed in small letters.
"""


def _words(block: str) -> frozenset[str]:
    return frozenset(block.split())


# Before a capital (or a listed name) these make it a person's.
ADDRESS = _words("ông bà anh chị chú cô bác dì cậu mợ thím dượng em cháu thầy cụ vợ chồng")
# Offices that stand between address and name: "ông chủ tịch Hùng", "trưởng ấp Năm".
OFFICES = frozenset(
    tuple(each.split())
    for each in (
        "chu tich", "pho chu tich", "bi thu", "pho bi thu", "truong ap", "pho ap", "truong khom", "to truong",
        "to pho", "truong tram", "tram truong", "truong cong an", "giam doc", "hieu truong", "bac si", "y si",
        "y ta", "cong an", "can bo", "ke toan", "chu quan", "chu tiem", "chu tro", "chu vua", "dai ly", "thuong lai",
        "dong chi", "co giao", "thay giao", "giao vien",
    )
)  # fmt: skip
INTRODUCED = _words("tôi tui mình con họ và mẹ má ba cha toi minh ho va me ma")  # whose, before "tên"
MEETING = frozenset({("lien", "he"), ("lien", "lac"), ("gap",)})
SURNAMES = _words(
    """nguyễn trần lê phạm huỳnh hoàng phan vũ võ đặng bùi đỗ hồ ngô dương lý trịnh đinh trương lâm mai tô quách
    triệu hà cao lưu thái tạ chung lương vương đào đoàn châu tăng thạch sơn kim danh liêu trà mã la kiên phùng tống
    trang quan diệp lục nghiêm giang kha hứa"""
)
# Without their marks these are everyday words: do, vo, la, cho.
DOUBTFUL = _words("do vo la ho ta ha ly to mai cao kim ma quan tang kha so")
BORN = _words("hai ba tu bon nam sau bay tam chin muoi ut")  # children are called by their order
# Marked, because without their marks most of these are everyday words.
BORN_MARKED = _words("hai ba tư bốn năm sáu bảy bẩy tám chín mười út")
GIVEN = _words(
    """hùng tuấn dũng cường thắng minh hải sơn hoàng long phúc đức quân thành trung kiên nam bình tâm hiếu nghĩa
    lan hoa hồng huệ cúc mai đào hương thảo nga hằng hạnh hiền thu thủy thuỷ loan phượng yến oanh nhung trang linh
    ngọc diễm kiều trinh quyên vân tuyết dung phương uyên vy như khoa khải khánh lâm lộc lợi lực mạnh nghị nhân
    phát phong phú quang quốc quý sang tài tân tấn thái thịnh thọ thông thuận tiến toàn tùng tú vinh vũ"""
)
GIVEN_FOLDED = _words(
    "hung tuan dung cuong thang hai hoang nghia lan huong thao hien trinh quyen tuyet khanh tung"
)
# After these a run of capitals is a street, a place, a body.
PLACES = _words(
    """đường phố chợ cầu trường ấp khóm xã phường huyện tỉnh hẻm kênh sông rạch cồn viện quận chùa trấn
    duong ap khom xa phuong huyen tinh"""
)
# Provinces and cities that begin like a surname.
COUNTRY = frozenset(
    (
        "ha noi",
        "ha nam",
        "ha giang",
        "ha tinh",
        "cao bang",
        "lam dong",
        "kien giang",
        "tra vinh",
        "ho chi minh",
    )
)
# No name begins with these, and a name in small letters ends before them.
STOPS = _words(
    """o tai bi co con dang het xin va la so nha ap khom xa huyen sinh tuoi trong tren ngoai khong chua cua duoc nay
    do kia ay ai gi sao toi tui minh muon can nho voi cho den di ve lam an noi gia ngoai noi bao da se cung thi
    dien thoai sdt nhan giau ban dau phai cau kinh thua"""
)
