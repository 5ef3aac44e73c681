"""The words with which papers give somebody something to do."""

import re

from drystane.strategy.papers.dates import MONTH
from drystane.strategy.papers.people import TITLES

MARK = (
    r"(?:ACTION|Action)(?:S|s)?(?:\s+(?:point|POINT|item|agreed|arising"
    r"|required)s?)?(?:\s+(?:No\.?\s*)?(?:\d+(?:[./]\d+)*|[A-Z]{1,3}\d+))?"
)
LABEL = re.compile(
    rf"^[\[(*_]*\s*(?:{MARK}|AP\s?\d+)\s*(?P<to>\([^)]*\)|for\s+[A-Z][\w ]+"
    rf"|on\s+[A-Z][\w ]+)?\s*[:–—-]+\s*|^[\[(*_]*\s*(?:ACTION|Action)\s+(?:\d+\.?\s+(?=[A-Z(])"
    rf"|(?=(?:[A-Z][\w’'-]*\s+){{1,4}}to\s))"
)
INSIDE = re.compile(rf"(?<=[.;:)\]”\"'])\s+[\[(]?(?:{MARK})\s*[:–—-]\s*(?=\S)")
PARTS = re.compile(r"(?:(?<=\s)|(?<=^))\((?P<letter>[a-h]|[ivx]{1,4}|\d)\)\s+")
CARRIED = re.compile(
    r"(?i)matters arising|^previous actions|^actions? (?:from|of) (?:the )?(?:last|previous)|(?:minutes?"
    r"|notes?|actions?|review|update)\b.{0,40}\b(?:previous|last)\b.{0,20}\b(?:meeting|minutes?)"
    r"|update on (?:the )?actions|review of (?:the )?actions"
    r"|outstanding actions|carried forward|actions? (?:from|arising from|update|log|tracker)\b|action log"
    r"|progress (?:on|against) actions|minutes and (?:update|actions from|matters)|^actions (?:points )?from"
    r"|minutes?,? (?:and )?matters arising"
)
STATUS = re.compile(
    r"(?i)(?:^|[.:;–-]\s*)\(?(?:not |partially |partly |now |all )?(?:complete[d]?|done|closed|discharged"
    r"|ongoing|on-going|in progress|outstanding|carried forward|under way|superseded|no longer needed)\b"
)
CLOSED = re.compile(r"(?i)^(?:complete[d]?|done|closed|discharged|withdrawn|superseded|removed|achieved)\b")

POST = (
    r"(?:Head|Director|Manager|Officer|Lead|Leader|Chair|Chairs|Convener|Secretary|Secretariat|Group"
    r"|Sub-?[Gg]roup|Team|Board|Panel|Forum|Partnership|Service|Services"
    r"|Auditor|Audit|Inspector|Superintendent|Constable|Sergeant|Executive|Treasurer|Solicitor|Adviser"
    r"|Coordinator|Co-ordinator|Administrator|Clerk|Authority"
    r"|Department|Office|Council|Police|Committee|Unit|Division|Directorate|Agency|Rescue|Procurement"
    r"|Legal|Finance|Communications|Commander|Minister|Analyst|Champion|Registrar|Network|Association"
    r"|Licensing|Housing|Scotland)"
)
WORD = r"(?:[A-Z][\w’'-]*\.?|\([^)]{1,60}\))"
SMALL = r"(?:of|and|the|for|&|-|–|on|with|von|van|de)"
PLURAL = r"(?:\s+(?:members|officials|colleagues|leads|officers|staff|chairs|representatives|partners))?"
ANOTHER = rf"(?:(?:\s+|\s*/\s*|,\s+)(?:{SMALL}\s+){{0,2}}{WORD})"
ACTOR = rf"(?:(?:{TITLES})\.?\s+)*[A-Z][\w’'&-]*\.?{ANOTHER}{{0,10}}{PLURAL}"
OPENS = re.compile(
    rf"^(?!Also\b|In addition\b)(?:[Tt]hen,?\s+|[Tt]hat\s+|for\s+|[Aa]sk\s+|and\s+)*(?:the\s+|The\s+"
    rf"|All\s+)?(?P<who>{ACTOR})(?:\s+\([^)]*\))?\s+"
    r"(?P<verb>to|will|would|shall|should|must|is\s+to|are\s+to|was\s+to|agreed\s+to|undertook\s+to"
    r"|offered\s+to|volunteered\s+to|was\s+asked\s+to|were\s+asked\s+to"
    r"|is\s+asked\s+to|will\s+be\s+asked\s+to|is\s+requested\s+to|has\s+agreed\s+to|have\s+agreed\s+to"
    r"|took\s+an\s+action\s+to|is\s+tasked\s+to|was\s+tasked\s+to)\s+(?!be\b)(?P<do>[a-z][\w-]*)"
)
PASSIVE = re.compile(rf"\bby\s+(?:the\s+)?(?P<who>{ACTOR})")
BRACKETED = re.compile(
    r"\((?P<who>[A-Z][^()]{1,50})\)\W*$|\[(?P<square>[A-Z][^\[\]]{1,50})\]\W*$"
    r"|\s[-–—]\s(?P<dash>[A-Z][\w .’'&/]{1,40})\W*$"
)
COLON = re.compile(rf"^(?P<who>{ACTOR})\s*[:–—]\s*(?P<rest>[A-Za-z].{{8,}})", re.S)
ALONE = re.compile(rf"^(?:the\s+|The\s+|All\s+)?(?P<who>{ACTOR})\s*[.\])]*$")
INSTRUCT = re.compile(
    rf"(?P<all>\b(?i:(?:to\s+)?(?:instruct|request|ask|authorise|invite|remit|task|direct)(?:s|ed"
    rf"|ing)?(?:\s+to)?|delegates?\s+(?:authority\s+)?to)\s+(?:that\s+)?(?:the\s+)?(?P<who>{ACTOR})(?:,\s[^,]*consultation[^,]*,)?,?\s+(?:to|with)\s+(?!be\b)\w+)"
)
SUBJUNCTIVE = re.compile(
    rf"^(?:[Tt]hat\s+|(?i:(?:to\s+)?(?:agree[ds]?|request(?:ed|s)?|ask(?:ed|s)?|instruct(?:ed|s)?"
    rf"|direct(?:ed|s)?))\s+that\s+)(?:the\s+)?(?P<who>{ACTOR})\s+(?:to\s+|would\s+|will\s+|should\s+"
    rf"|shall\s+)?(?P<do>[a-z]+)\b"
)
TASKED = re.compile(
    rf"(?:\bthe\s+)?(?P<who>{ACTOR})\s+(?:is|are|has been|have been|was|were)\s+(?:being\s+|now\s+"
    rf"|also\s+)?tasked\s+(?:with|to)\b"
)
USED_BY = re.compile(
    r"\bby\s+(?:the\s+)?(?:Council’s\s+|Council's\s+"
    r"|Board’s\s+)?(?P<who>[A-Z][\w’'-]*(?:\s+[A-Za-z][\w’'-]*){0,4}?\s+[Gg]roup)\s+to\s+(?P<do>[a-z]+)"
)
LISTED = re.compile(
    r"(?i)\b(?:agreed|would|will|should|need(?:ed)?|action|work on|find out|look at|identify\w*)\b.*:\s*$"
)
NOT_DOING = re.compile(
    r"(?i)^(?:be|have|see|like|continue|feel|need|want|know|remain|become|benefit|include|apply|last"
    r"|expect|note|seek to know|welcome|thank|wait|go|chair|meet|also be|not|now be|then be|never|only|all"
    r"|soon|still|always)$"
)
DOING = re.compile(
    r"(?i)^(?:bring|report|submit|circulate|provide|prepare|write|draft|send|produce|arrange|contact|check"
    r"|share|update|meet|ask|draw|present|review|publish|add|set|organise|complete"
    r"|follow|invite|speak|talk|consider|develop|investigate|look|raise|take|lead|liaise|discuss|collate"
    r"|confirm|distribute|email|issue|forward|obtain|identify|seek|explore|make|get|give|work|agree|put"
    r"|train|visit|establish)$"
)
WHEN = re.compile(
    rf"""(?x)\b(?:(?:by|before|no\ later\ than|in\ advance\ of|ahead\ of|in\ time\ for|for|at|to
    |until|on|within|in)\s+(?:the\s+)?
    (?:(?:end\s+(?:of\s+)?|mid[\s-]|early\s+|late\s+|beginning\s+of\s+)?(?:the\s+)?(?:\w+day,?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{MONTH})(?:\s+(?:19|20)\d\d)?
    |(?:[A-Za-z]+\s+)?next\s+(?:meeting|Board|Panel|week|month|year)(?:\s+on\s+\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTH})(?:\s+(?:19|20)\d\d)?)?
    |(?:{MONTH})\s+meeting|Christmas|Easter|the\s+end\s+of\s+the\s+(?:week|month|year|financial\s+year)|end\s+of\s+the\s+(?:month|year)|(?:spring|summer|autumn|winter)(?:\s+(?:19|20)\d\d)?
    |(?:one|two|three|four|six|nine|twelve|\d+)\s+(?:days|weeks|months)|a\s+year’?'?s?\s+time|(?:19|20)\d\d)|next\s+week|end\s+(?:of\s+)?(?:{MONTH})(?:\s+(?:19|20)\d\d)?)""",
    re.I,
)
AFTERTHOUGHT = re.compile(
    r"(?:,\s*|\s[–—-]\s|\s)with a view to\b|\s[–—-]\s(?:ahead|draft|a draft|by|to be|this|for discussion"
    r"|the)\b"
)
HEADERS = {
    "action": r"actions?(?: point| agreed| required| item)?|task|what|agreed action|description",
    "owner": r"owner|lead|who|responsib\w+|by whom|action by|lead officer|assigned to|officer|named lead"
    r"|owner\(s\)|responsible officer|lead body",
    "when": r"due|by when|date|deadline|when|target date|timescale|due date|target|completion date"
    r"|original date|revised date",
    "status": r"status|progress|update|rag|position|complete\??|comments?",
}
ASKED = re.compile(r"(?i)asked|requested|instructed|tasked")
FIRM = re.compile(r"agreed|undertook|offered|volunteered|asked|action|tasked|requested")
# Nobody in particular.
TOO_MANY = re.compile(
    r"(?i)\b(?:committee|panel|board|council|services|police|scotland)$"
    r"|^(?:office|department|agency|authority|service|team|group|unit|division|association|network|government)$"
)
