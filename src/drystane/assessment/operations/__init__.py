"""What people do with a self-assessment: answer, verify, submit, agree a position, decide on a gap."""

from drystane.assessment.operations.agreeing import (
    confirm_position,
    decline_position,
    propose_position,
    withdraw_position,
)
from drystane.assessment.operations.answering import (
    Given,
    KeptAsDraft,
    NewEvidence,
    add_evidence,
    answer_question,
    open_assessment,
    verify_answer,
    withdraw_evidence,
)
from drystane.assessment.operations.carrying import settle_answer
from drystane.assessment.operations.gaps import (
    accept_gap,
    ask_to_act_on,
    give_up_gap,
    reopen_gap,
    take_up_gap,
    weigh_gap,
)
from drystane.assessment.operations.importing import load_instruments
from drystane.assessment.operations.submitting import missing, reopen, submit
from drystane.assessment.operations.tying import add_subject, remove_subject, retie_subject

__all__ = [
    "Given",
    "KeptAsDraft",
    "NewEvidence",
    "accept_gap",
    "add_evidence",
    "add_subject",
    "answer_question",
    "ask_to_act_on",
    "confirm_position",
    "decline_position",
    "give_up_gap",
    "load_instruments",
    "missing",
    "open_assessment",
    "propose_position",
    "remove_subject",
    "reopen",
    "reopen_gap",
    "retie_subject",
    "settle_answer",
    "submit",
    "take_up_gap",
    "verify_answer",
    "weigh_gap",
    "withdraw_evidence",
    "withdraw_position",
]
