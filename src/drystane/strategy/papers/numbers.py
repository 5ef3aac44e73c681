"""How numbers are written in papers, and what marks a number that counts nothing."""

import re
from decimal import Decimal

from drystane.strategy.papers.dates import MONTH

SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
WORD = (
    rf"(?:(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(SMALL[1:10])}))?"
    rf"|{'|'.join(sorted(SMALL[1:], key=len, reverse=True))})"
)
DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SCALE = r"(?:\s?(?:k|m|bn|K|M|thousand|million|billion|Million|Billion|Thousand)\b)"
PARTS = {
    "half": Decimal(50),
    "third": Decimal(100) / 3,
    "thirds": Decimal(200) / 3,
    "quarter": Decimal(25),
    "quarters": Decimal(75),
    "fifth": Decimal(20),
}

MONEY = re.compile(
    rf"(?P<number>)£\s?(?P<money>{DIGITS})(?P<scale>{SCALE})?\+?|£\d+s of (?:thousands|millions|billions)"
)
PERCENT = re.compile(rf"(?i)\b(?P<number>{DIGITS}|{WORD})\s?(?:%|per\s?cent\b|percentage points?\b)")
RATIO = re.compile(
    rf"(?i)\b(?P<number>{DIGITS}|{WORD})\s+(?:out\s+of|of|in)\s+(?:every\s+|the\s+|our\s+|these\s+"
    rf"|those\s+)?(?P<base>{DIGITS}|{WORD})\b(?!\s*(?:{MONTH}))"
)
OF_FIRST = re.compile(
    rf"\b[Oo]f\s+(?:the\s+)?(?P<base>{DIGITS})\s+[a-z]+(?:\s+[a-z]+){{0,6}}?(?:\s+(?:by|in"
    rf"|to)\s+[\w\s]{{3,20}}?)?,\s+(?P<number>{DIGITS}|{WORD})\b"
)
SHARE = re.compile(
    r"(?i)\b(?:a|one|two|three)[- ](?P<part>thirds?|quarters?|fifth)\b|\b(?P<half>half)\s+of\b"
)
AVERAGE = re.compile(
    rf"(?i)\b(?:average|mean|median)\b[^.;]{{0,90}}?\b(?:was|is|were|of|at|to|stood at|makes"
    rf"|takes)\s+(?:about\s+|around\s+)?(?P<number>{DIGITS})\b"
)
COUNT = re.compile(
    rf"(?<![\w.,/£:&#@+-])(?P<number>{DIGITS})(?P<scale>{SCALE})?(?:\s+(?:of\s+(?:the|our"
    rf"|these)\s+)?(?P<noun>[A-Za-z][\w’'-]*)|(?=\s*[,.;]|$))"
)
WORDED = re.compile(rf"(?P<number>{WORD})\s+(?:of\s+(?:the|them)\s+)?(?P<noun>[a-z][\w’'-]+)", re.I)
CHANGE = re.compile(
    rf"(?i)\b(?:rose|fell|risen|fallen|rise|fall|increased?|decreased?|grew|grown|dropped|up|down|reached"
    rf"|went)\b[^.;]{{0,40}}?\b(?:to|from|by"
    rf"|at)\s+(?P<number>{DIGITS})(?P<scale>{SCALE})?(?!\s*(?:{MONTH})|\w|[./]\d)"
)

REFERRING = re.compile(
    r"(?i)\b(?:paragraphs?|paras?|sections?|schedules?|appendix|appendices|annex|items?|actions?|papers?"
    r"|pages?|pp?|rooms?|regulations?"
    r"|articles?|chapters?|tables?|figures?|clauses?|parts?|phases?|levels?|tiers?|stages?|versions?|v"
    r"|units?|units|no|nos|number|act|report|ext"
    r"|extension|tel|telephone|objectives?|priority|priorities|outcomes?|recommendations?|questions?"
    r"|annexe|tb|wards?|article|issue|volume"
    r"|vol|step|option|category|grade|floor|flat|street|suite|call|day|aged?|under|over the age of|box"
    r"|licence|form|purpose|remit|rule"
    r"|block|area|zone|bundle|case no|licence no|junction|route|flight|channel|band|class|code|iso|windows"
    r"|web|http\S*)\s*(?:no\.?\s*|number\s*)?$"
)
TIME_NOUN = re.compile(
    r"(?i)^(?:days?|weeks?|months?|monthly|weekly|yearly|years?|hours?|minutes?|working|calendar|am|pm|a|p"
    r"|o’clock|st|nd|rd|th|noon|seconds?|x|year|stage|point|stars?"
    rf"|clock|month|week|and|or|to|of|in|at|for|by|on|is|was|were|are|as|with|which|who|that|from|the|has"
    rf"|had|have|will|but|if|{MONTH})$"
)
DULL = re.compile(
    r"(?i)^(?:areas?|issues?|points?|options?|themes?|items?|things?|members?|meetings?|papers?|ways?"
    r"|reasons?|questions?|actions?"
    r"|workstreams?|strands?|stages?|principles?|criteria|parts?|kinds?|types?|sources?|different|main|key"
    r"|new|further|objectives?|aims?"
    r"|elements?|steps?|sections?|chapters?|priorities|examples?|groups? of|day|week|month|year|hour|weeks"
    r"|months|years|days|hours|minutes"
    r"|broad|specific|strategic|particular|short|guides?|practitioner|recommendations?|annexe?s|copies"
    r"|working|other|more|such|star|the|and|to|or|in"
    r"|at|for|by|on|is|was|will|as|with|which|who|that|from|side|hand|could|would|should|can|may|must)$"
)
LIMIT = re.compile(
    r"(?i)\b(?:contracts?|tenders?|tender documentation|documents?|grants?|spend(?:ing)?|spending data"
    r"|spend data|expenditure|payments?|transactions?|items?|procurements?|gifts?"
    r"|purchases?|salaries|salary|invoices?|the value|a value|value|values|limit|threshold|thresholds|data"
    r"|orders?|anything|everything|sums?|claims?|donations?|fines?|capped|cap|lines?)\s*\(?\s*(?:of|worth"
    r"|at|is|set at|(?:are |is |be )?(?:over|above|below|under|exceeding|up to|more than|less than"
    r"|greater than|"
    r"of more than|down to|in excess of|>|<|≥)(?: the value of)?)\s*\(?$|[><≥≤]\s*$|\b(?:down to"
    r"|threshold of|limit of|upper limit|at least|no more than|not exceeding|fee of|fine of|up to"
    r"|capped at)\s*$"
)
COMPLETED = re.compile(
    r"(?i)\b(?:should|must|need not|shall|needs? to|have to|is to be|are to be|to be published|be left out"
    r"|exclude)\b"
)
QUALIFIER = re.compile(
    r"(?i)\b(about|around|over|nearly|almost|at least|more than|less than|under|some|approximately|up to"
    r"|fewer than|roughly|c\.)\s+(?:an?\s+|the\s+)?(?:estimated\s+)?£?\s*$"
)
AS_OF = re.compile(
    rf"(?i)\b(?:(?:as\s+(?:at|of)|at\s+the\s+end\s+of|end\s+of|at|by|to|in|since|during|until"
    rf"|on)\s+)?(?:the\s+year\s+(?:to\s+)?)?(?:end\s+(?:of\s+)?)?(?:\d{{1,2}}\s+)?(?:(?:{MONTH})\s+)?(?:20"
    rf"|19)\d\d(?:\s?[-/–]\s?\d{{2,4}})?\b"
)
