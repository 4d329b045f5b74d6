"""People's names by script, which a certificate must draw and whose text must be extracted unchanged."""

from collections.abc import Mapping, Sequence

NAMES: Mapping[str, Sequence[str]] = {
    "Latin": (
        "Łukasz Żółć-Święcicki",
        "Ágnes Őszi-Tűhegyi",
        "Jiří Dvořák-Šťastný",
        "Zoë Ñúñez-Ångström",
        "Seán Ó Súilleabháin",
        "Þórdís Æsa Eiðsdóttir",
        "João Gonçalves d’Ávila",
        "Ştefan Țurcanu-Ionuț",
        "Gülşen İnönü Iğdır",
        "Dārta Ķirsone-Ļaudīte",
        "Ḥasan Ṣāliḥ ʿAbd al-Ġanī",
        "Adébáyọ̀ Ògúnwándé",
        "Siobhán O'Neil-Smythe, Jr.",
        "Großöhme Weiß ffi Affleck",
    ),
    "Vietnamese": (
        "Nguyễn Thị Ánh",
        "Đặng Thuỳ Trâm",
        "Phạm Quỳnh Như Ngọc",
        "Lê Hữu Trường Ẩn",
    ),
    "Greek": ("Ελένη Παπαδοπούλου", "Άγγελος Ϊωάννου", "Ἀριστοτέλης ὁ Σταγειρίτης"),
    "Cyrillic": (
        "Юлия Щербакова",
        "Володимир Їжакевич-Ґудзь",
        "Ђорђе Њепић Џаковић",
        "Айгүл Қожахметова",
        "Ўлугбек Ғафурова",
    ),
    "Armenian": ("Արմեն Սարգսյան", "Եվա Հովհաննիսյան"),
    "Georgian": ("გიორგი მაისურაძე", "ნინო წერეთელი"),
    "Arabic": (
        "محمد علي",
        "فاطمة الزهراء بنت عبد الله",
        "عبد الرحمن آل سعود",
        "شیرین پژوهش‌گر",
        "ڈاکٹر عائشہ ٹھاکر",
        "می\u200cخواهم",
        "مُحَمَّد",
    ),
    "Hebrew": ("יוסי כהן", "רחל בן־דוד", "שָׁלוֹם עֲלֵיכֶם", "ד״ר יעל גולן"),
    "Syriac": ("ܫܠܡܐ ܒܪ ܨܠܝܒܐ",),
    "Adlam": ("𞤀𞤁𞤂𞤃",),
    "Devanagari": (
        "किशोर कुमार शर्मा",
        "क्षत्रिय श्री हिन्दी",
        "ज्ञानेश्वर कृष्णमूर्ति",
        "दीप्ती कुलकर्णी ऱ्हाणे",
    ),
    "Bengali": ("স্বপন বন্দ্যোপাধ্যায়", "রবীন্দ্রনাথ ঠাকুর", "মৌসুমী চক্রবর্ত্তী"),
    "Gurmukhi": ("ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",),
    "Gujarati": ("નરેન્દ્ર પટેલ", "જ્યોત્સ્ના ત્રિવેદી"),
    "Odia": ("ସୁଭଦ୍ରା ମିଶ୍ର",),
    "Tamil": ("தொடர் கோபாலகிருஷ்ணன்", "ஸ்ரீதேவி சுப்பிரமணியன்"),
    "Telugu": ("శ్రీనివాస్ రెడ్డి", "వెంకటేశ్వర్లు"),
    "Kannada": ("ಶ್ರೀಕಾಂತ್ ಕುಲಕರ್ಣಿ",),
    "Malayalam": ("ശ്രീകൃഷ്ണൻ", "ലക്ഷ്മി ഉണ്ണികൃഷ്ണൻ"),
    "Sinhala": ("ශ්\u200dරී ලංකා", "චන්ද්\u200dරිකා බණ්ඩාර"),
    "Thai": ("น้ำผึ้ง ศักดิ์สิทธิ์", "สมชาย ใจดี", "ญาณี ฐิติกุล"),
    "Lao": ("ສົມສັກ ພົມມະວົງ", "ນ້ຳທິບ ແກ້ວມະນີ"),
    "Khmer": ("កម្ពុជា ស្រី", "សុខ ចាន់ធូ", "ហ៊ុន ស្រីមុំ"),
    "Burmese": ("အောင်ဆန်းစုကြည်", "မင်းအောင် လွင်", "ဒေါ်ခင်ကြည်"),
    "Tibetan": ("བསྟན་འཛིན་རྒྱ་མཚོ", "རྡོ་རྗེ་སྒྲོལ་མ"),
    "Ethiopic": ("አበበ በቀለ", "ወይዘሮ ሣህለወርቅ ዘውዴ"),
    "Cherokee": ("ᏣᎳᎩ ᏍᏏᏉᏯ",),
    "Canadian syllabics": ("ᓄᓇᕗᑦ",),
    "Chinese": ("李小龙", "歐陽菲菲", "𠮷田 𩸽", "王嘉爾·阿依古麗"),
    "Japanese": ("山田 太郎さくら", "高橋メアリー", "髙﨑 はなこ"),
    "Korean": ("김민수", "남궁 민수", "선우 쀍뜳"),
    "mixtures": (
        "王小明 Wang Xiaoming",
        "남궁 민수 Kim",
        "Юлия Nguyễn-Щербакова",
        "Ελένη 李 Łukasz",
        "किशोर Kumar शर्मा",
        "สมชาย (Som) 2026",
        "David כהן",
        "李小龙 محمد علي",
    ),
}

# Names that pypdf extracts exactly, and pdftotext does not. On a page with mostly left-to-right text, pdftotext
# extracts each line in visual order from left to right, and reverses each right-to-left run in place. So runs of both
# directions are in visual instead of logical order; and a vowel mark at the end of a line in Arabic or Thaana, which is
# leftmost and which pdftotext does not count as a letter, is extracted before the word.
NAMES_FOR_PYPDF: Mapping[str, Sequence[str]] = {
    "right to left with left to right": (
        "محمد علي (Ali) 2026",
        "Ali محمد Khan",
        "محمد Ali",
        "علي ٢٠٢٦",
        "דוד (David) כהן",
        "יעל Cohen",
        "יוסי 3 כהן",
        "א-2",
    ),
    "words that end in a vowel mark": ("مُحَمَّدٌ", "مُحَمَّدُ عَلِيٌّ", "عَبْدُ اللهِ", "ދިވެހި", "އަޙްމަދު ނަޝީދު"),
}

# Names that PDFium, the library of Chromium, does not extract exactly: it takes runs for written in visual order, and
# orders two marks of one letter from right to left by themselves.
LOST_BY_PDFIUM: Sequence[str] = (
    "مُحَمَّد",
    "שָׁלוֹם עֲלֵיכֶם",
    "李小龙 محمد علي",
    "محمد علي (Ali) 2026",
    "محمد Ali",
    "דוד (David) כהן",
    "יעל Cohen",
    "א-2",
    "مُحَمَّدٌ",
    "مُحَمَّدُ عَلِيٌّ",
)
