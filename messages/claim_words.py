"""Words by which claims are read: shorthand, wrapping, what every rumour of an epidemic says, what places are called.

All folded (messages.folding), as people type them anywhere in the country.
"""

from collections.abc import Mapping


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _pairs(words: str) -> Mapping[str, str]:
    return dict(pair.split(":") for pair in words.split())


# Shorthand and spellings, folded; "_" between several words.
SPELT: Mapping[str, str] = _pairs(
    "ko:khong k:khong kh:khong hok:khong hong:khong hem:khong hk:khong dc:duoc r:roi ng:nguoi mn:moi_nguoi "
    "nc:nuoc bv:benh_vien bs:bac_si bn:benh_nhan nv:nhan_vien pn:phu_nu hs:hoc_sinh gv:giao_vien tp:thanh_pho "
    "tk:tai_khoan dt:dien_thoai sdt:so_dien_thoai dky:dang_ky cty:cong_ty ct:chi_thi xn:xet_nghiem "
    "test:xet_nghiem vaccine:vacxin vaccin:vacxin chich:tiem covid19:covid ncov:covid corona:covid cov:covid "
    "virut:virus kg:ky ki:ky kilo:ky nghin:ngan vo:vao free:mien_phi link:duong_dan tui:toi fb:facebook nt:nhan "
    "lockdown:phong_toa xit:phun bo:cha yte:y_te giet:diet"
)
JOINED = (
    ("vac xin", "vacxin"), ("vac cin", "vacxin"), ("vi rut", "virus"), ("covid 19", "covid"),
    ("virus covid", "virus"), ("sars covid 2", "covid"), ("con nit", "tre em"), ("tre con", "tre em"),
    ("ba me", "cha me"), ("astra zeneca", "astrazeneca"), ("diet chet", "diet"), ("tu vong", "chet"),
)  # fmt: skip
# What a message is wrapped in, and the small words of any sentence: they say nothing of the claim.
WRAPPING = _set(
    "chuyen tiep gap khan fwd forward ba con oi nha nhe nghe noi don thay bao tin nong vui canh chia se cho nguoi "
    "than moi ai can biet doc ngay lien di co that khong z ad a ah ha hong phai dung thiet thuc hu gia vay hay dau "
    "roi do kia day nay la thi ma va voi hoac nhung cac mot hai cai chiec con luon lun le ghe lam qua hoi xin nho "
    "giup kiem tra em anh chi toi minh admin tren trong duoi o tai tu den cua duoc bi se da dang vua ra vao nhom "
    "gia dinh gui nguon theo thong de nhu neu khi vi nen cung rat nua het thoi nhieu hon sau truoc"
)
# Words that most rumours of an epidemic share.
COMMON = _set(
    "covid virus dich benh vacxin tiem nguoi dan dong trieu ngan gio ngay thang nam sang trua chieu toi hom mai "
    "moi lan nha xa huyen tinh ap thanh pho tram y te vien bac si nhan can bo mua ban an uong tien nuoc thuoc "
    "phong chong cach ly xet nghiem mui duong xe"
)
CUES = frozenset(
    (
        "cho", "huyen", "xa", "phuong", "ap", "khom", "sieu thi", "thi tran", "thi xa", "tinh", "cau", "benh vien",
    )
)  # fmt: skip
# Which of them mean a place only with their marks: "cho" is a market (chợ) or "for" (cho).
MARKED = {
    "cho": "chợ",
    "xa": "xã",
    "tinh": "tỉnh",
    "cau": "cầu",
    "ap": "ấp",
    "huyen": "huyện",
    "khom": "khóm",
}
# What follows such a word without being a name.
NO_NAME = _set(
    "tu mo chia nay minh toi do kia nao co bi da dang se phai khong nha tren trong cua va la dong het du ai moi "
    "nguoi chieu sang ba con hoi em tieu toan ve thong tham day dan cao the bao biet nhau vui hay"
)
SPEAKERS = frozenset({"bac si", "giao su"})  # "a doctor of hospital X": a name that lends weight, not a place
