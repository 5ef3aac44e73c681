"""What can be searched: where each kind of record keeps its words, and how it reads when it is found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Cast
from django.urls import reverse

from drystane.access.models import User
from drystane.access.policy import Role
from drystane.assessment.models import Question
from drystane.board.models import AgendaItem, Meeting, Paper, Paragraph, Tasking
from drystane.marking.models import Marked
from drystane.partners.models import Group, Membership
from drystane.plans.models import Action
from drystane.site.holds import Holds
from drystane.strategy.models import CaseStudy, Figure, Message, Recommendation
from drystane.threats.models import Threat, ThreatView


@dataclass(frozen=True)
class Record:
    """How a row reads as a hit. The excerpt is cut from the first text that holds a word."""

    title: str
    texts: Sequence[str]
    url: str
    state: str = ""
    marked: Marked | None = None


Rows = QuerySet[Any]


Elsewhere = Callable[[str], Q]  # where else a word may stand than in the row's own fields


@dataclass(frozen=True)
class Kind:
    """A kind of record: where its words stand, and how it reads as a hit."""

    heading: str
    rows: Callable[[User, Sequence[str]], Rows]
    first: Sequence[str]  # fields in which a word weighs most
    then: Sequence[str]
    read: Callable[[Any], Record]
    order: Sequence[str]
    also: Callable[[User], Elsewhere] | None = None

    def matching(self, words: Sequence[str], user: User) -> Rows:
        """The rows in which every word occurs, those that hold all of them in a first field leading."""
        rows, fields = self.rows(user, words), [*self.first, *self.then]
        if self.also is None:
            rows = rows.filter(Holds(words, fields))
        else:
            elsewhere = self.also(user)
            for word in words:
                rows = rows.filter(Q(Holds([word], fields)) | elsewhere(word))
        weight = Case(When(Holds(words, self.first), then=0), default=1)
        best_first: Rows = rows.alias(weight=weight).order_by("weight", *self.order, "ref")
        return best_first


# The kinds, in the order of the page.


def read_action(action: Action) -> Record:
    return Record(
        action.title,
        [action.detail, action.plan.title, action.code],
        action.get_absolute_url(),
        action.get_status_display(),
        action,
    )


def read_recommendation(asked: Recommendation) -> Record:
    return Record(
        f"{asked.code}: {asked.text}",
        [f"For {asked.get_audience_display().lower()}, edition {asked.edition.code}"],
        asked.get_absolute_url(),
    )


def read_question(question: Question) -> Record:
    return Record(
        f"{question.code}: {question.text}",
        [question.asks_for, question.duty, str(question.instrument)],
        question.get_absolute_url(),
        question.topic,
    )


def read_tasking(tasking: Tasking) -> Record:
    asked_of = f"{tasking.board.name} asked {tasking.to_group.name}"
    return Record(tasking.asked, [asked_of], tasking.get_absolute_url(), tasking.get_state_display())


def read_meeting(meeting: Meeting) -> Record:
    return Record(str(meeting), [meeting.venue], meeting.get_absolute_url(), meeting.get_state_display())


def read_paper(paper: Any) -> Record:
    return Record(
        paper.heading,
        [paper.telling or "", paper.report_by],
        paper.get_absolute_url(),
        paper.get_state_display(),
        paper,
    )


def read_message(message: Message) -> Record:
    url = reverse("strategy:messages", args=[message.edition.ref]) if message.edition else ""
    return Record(
        message.text,
        [f"For {message.get_audience_display().lower()}"],
        url and f"{url}?audience={message.audience}#{message.ref}",
        f"Edition {message.edition.code}" if message.edition else str(message.group),
    )


def read_figure(figure: Figure) -> Record:
    about = ", ".join(filter(None, [figure.base, figure.as_of_text, figure.citation]))
    return Record(str(figure), [about], figure.get_absolute_url(), figure.get_cite_status_display())


def read_case_study(study: CaseStudy) -> Record:
    texts = [study.what_was_done, study.result, study.lesson, study.who_was_harmed, study.partners]
    return Record(
        study.title, texts, f"{reverse('strategy:case_studies', args=[study.edition.ref])}#{study.ref}"
    )


def read_threat(threat: Any) -> Record:
    page = f"{reverse('threats:index')}?threat={threat.ref}"
    return Record(threat.name, [threat.telling or ""], page, threat.get_kind_display())


def read_group(group: Group) -> Record:
    return Record(
        group.name, [group.about], reverse("partners:group", args=[group.ref]), group.get_kind_display()
    )


def read_membership(membership: Membership) -> Record:
    post, role = membership.user.post, Role(membership.role).label
    return Record(
        membership.user.name,
        [f"{post}; {role.lower()} of {membership.group.name}".removeprefix("; ")],
        reverse("partners:group", args=[membership.group.ref]),
    )


def in_its_paragraphs(user: User) -> Elsewhere:  # noqa: ARG001  # whoever sees a paper sees all of it
    return lambda word: Q(pk__in=Paragraph.objects.filter(text__icontains=word).values("paper"))


def telling(rows: Rows, words: Sequence[str]) -> Subquery:
    """The text of the first of these rows that an excerpt could be cut from."""
    holding = Q()
    for word in words:
        holding |= Q(Holds([word], ["text"]))
    return Subquery(rows.filter(holding).values("text")[:1])


def paragraphs() -> Rows:
    return Paragraph.objects.filter(paper=OuterRef("pk")).order_by("section", "order")


def views() -> Rows:
    return ThreatView.objects.filter(threat=OuterRef("pk")).order_by("ref")


def in_its_views(user: User) -> Elsewhere:  # noqa: ARG001  # public
    return lambda word: Q(pk__in=ThreatView.objects.filter(text__icontains=word).values("threat"))


def on_its_agenda_or_date(user: User) -> Elsewhere:
    """A meeting is also found by what stands on its agenda, and by the name of its month."""
    items = AgendaItem.objects.visible_to(user)

    def found(word: str) -> Q:
        on_agenda = Q(pk__in=items.filter(title__icontains=word).values("meeting"))
        month = word.lower()
        return on_agenda | Q(on__month=MONTHS.index(month) + 1) if month in MONTHS else on_agenda

    return found


MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)

KINDS = (
    Kind(
        "Actions",
        lambda user, _: Action.objects.visible_to(user).select_related("plan"),
        ["code", "title"],
        ["detail", "plan__title"],
        read_action,
        ["title"],
    ),
    Kind(
        "Recommendations",
        lambda user, _: Recommendation.objects.visible_to(user).select_related("edition"),
        ["code", "text"],
        ["edition__title"],
        read_recommendation,
        ["code"],
    ),
    Kind(
        "Questions of a self-assessment",
        lambda user, _: Question.objects.visible_to(user).select_related("instrument"),
        ["code", "text"],
        ["topic", "asks_for", "duty", "instrument__title"],
        read_question,
        ["code"],
    ),
    Kind(
        "Taskings",
        lambda user, _: Tasking.objects.visible_to(user).select_related("board", "to_group"),
        ["asked"],
        ["to_group__name", "board__name"],
        read_tasking,
        ["report_back_on"],
    ),
    Kind(
        "Meetings",
        lambda user, _: (
            Meeting.objects.visible_to(user).select_related("group").alias(day=Cast("on", CharField()))
        ),
        ["group__name"],
        ["venue", "day"],
        read_meeting,
        ["-on"],
        on_its_agenda_or_date,
    ),
    Kind(
        "Papers",
        lambda user, words: Paper.objects.visible_to(user).annotate(telling=telling(paragraphs(), words)),
        ["heading"],
        ["report_by"],
        read_paper,
        ["heading"],
        in_its_paragraphs,
    ),
    Kind(
        "Messages",
        lambda user, _: Message.objects.visible_to(user).select_related("edition", "group"),
        ["code", "text"],
        [],
        read_message,
        ["code"],
    ),
    Kind(
        "Figures",
        lambda user, _: Figure.objects.visible_to(user).select_related("source"),
        ["code", "label"],
        ["base", "as_of_text"],
        read_figure,
        ["label", "as_of"],
    ),
    Kind(
        "Case studies",
        lambda user, _: CaseStudy.objects.visible_to(user).select_related("edition"),
        ["title"],
        ["who_was_harmed", "partners", "what_was_done", "result", "lesson"],
        read_case_study,
        ["title"],
    ),
    Kind(
        "Threats",
        lambda user, words: Threat.objects.visible_to(user).annotate(telling=telling(views(), words)),
        ["name"],
        [],
        read_threat,
        ["name"],
        in_its_views,
    ),
    Kind("Groups", lambda user, _: Group.objects.visible_to(user), ["name"], ["about"], read_group, ["name"]),
    Kind(
        "People",
        lambda user, _: (
            Membership.objects.visible_to(user)
            .current()
            .filter(user__is_active=True)
            .select_related("user", "group")
        ),
        ["user__name", "user__post"],
        ["group__name"],
        read_membership,
        ["user__name", "group__name"],
    ),
)
