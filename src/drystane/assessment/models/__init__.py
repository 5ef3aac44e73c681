"""Self-assessment: what is asked, what a group answers, what two groups agree, and the gaps that follow."""

from drystane.assessment.models.agreements import AGREEMENT_MOVES, Agreement, AgreementMove, AgreementState
from drystane.assessment.models.answers import (
    RESULTS,
    Answer,
    AnswerVersion,
    Confidence,
    Evidence,
    Kind,
    Progress,
    Said,
    Verification,
)
from drystane.assessment.models.assessments import (
    ANSWERABLE,
    MOVES,
    PUBLISHED,
    WORKING,
    Assessment,
    AssessmentMove,
    State,
)
from drystane.assessment.models.carrying import Fate, Settlement, SettlementMove
from drystane.assessment.models.crosswalks import Crosswalk, Subject, SubjectChange
from drystane.assessment.models.gaps import GAP_MOVES, Gap, GapMove, GapState, GapWeighing
from drystane.assessment.models.instruments import Instrument, Question

__all__ = [
    "AGREEMENT_MOVES",
    "ANSWERABLE",
    "GAP_MOVES",
    "MOVES",
    "PUBLISHED",
    "RESULTS",
    "WORKING",
    "Agreement",
    "AgreementMove",
    "AgreementState",
    "Answer",
    "AnswerVersion",
    "Assessment",
    "AssessmentMove",
    "Confidence",
    "Crosswalk",
    "Evidence",
    "Fate",
    "Gap",
    "GapMove",
    "GapState",
    "GapWeighing",
    "Instrument",
    "Kind",
    "Progress",
    "Question",
    "Said",
    "Settlement",
    "SettlementMove",
    "State",
    "Subject",
    "SubjectChange",
    "Verification",
]
