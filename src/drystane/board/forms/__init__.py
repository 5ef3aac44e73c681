"""What the board room asks: who shall do what by when, what the board decided, what a paper says."""

from drystane.access.choosing import SeenForm
from drystane.board.forms.choices import choose_for_them, groups_of
from drystane.board.forms.decisions import (
    WHOLE_ITEM,
    AdoptionForm,
    DecideForm,
)
from drystane.board.forms.meetings import (
    DateOfMeetingForm,
    EditMeetingForm,
    ItemForm,
    LogFilters,
    MeetingFilters,
    MeetingForm,
)
from drystane.board.forms.papers import (
    AppendixForm,
    BeginPaperForm,
    FrontForm,
    MarkPaperForm,
    RecommendForm,
    SectionForm,
)
from drystane.board.forms.taskings import (
    ChangeTaskingForm,
    FollowTaskingForm,
    GiveAgainForm,
    LinkForm,
    NoteForm,
    ReportForm,
    ReturnForm,
    TaskingFilters,
    TaskingForm,
    WithdrawForm,
)

__all__ = [
    "WHOLE_ITEM",
    "AdoptionForm",
    "AppendixForm",
    "BeginPaperForm",
    "ChangeTaskingForm",
    "DateOfMeetingForm",
    "DecideForm",
    "EditMeetingForm",
    "FollowTaskingForm",
    "FrontForm",
    "GiveAgainForm",
    "ItemForm",
    "LinkForm",
    "LogFilters",
    "MarkPaperForm",
    "MeetingFilters",
    "MeetingForm",
    "NoteForm",
    "RecommendForm",
    "ReportForm",
    "ReturnForm",
    "SectionForm",
    "SeenForm",
    "TaskingFilters",
    "TaskingForm",
    "WithdrawForm",
    "choose_for_them",
    "groups_of",
]
