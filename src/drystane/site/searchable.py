"""What can be searched: where each kind of record keeps its words, and how it reads when it is found."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Q, QuerySet, When
from django.db.models.functions import Cast
from django.urls import reverse

from drystane.access.models import User
from drystane.access.policy import Role
from drystane.board.models import AgendaItem, Meeting, Paper, Paragraph, Tasking
from drystane.marking.models import Marked
from drystane.partners.models import Group, Membership
from drystane.plans.models import Action
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


def nowhere_else(word: str, user: User) -> Q:  # noqa: ARG001  # most kinds are found by their own fields
    return Q()


@dataclass(frozen=True)
class Kind:
    """A kind of record: where its words stand, and how it reads as a hit."""

    heading: str
    rows: Callable[[User], Rows]
    first: Sequence[str]  # fields in which a word weighs most
    then: Sequence[str]
    read: Callable[[Any], Record]
    order: Sequence[str]
    also: Callable[[str, User], Q] = nowhere_else

    def matching(self, words: Sequence[str], user: User) -> Rows:
        """The rows in which every word occurs, those that hold all of them in a first field leading."""
        everywhere = Q()
        in_first = Q()
        for word in words:
            everywhere &= holds(word, [*self.first, *self.then]) | self.also(word, user)
            in_first &= holds(word, self.first)
        weight = Case(When(in_first, then=0), default=1)
        rows: Rows = self.rows(user).filter(everywhere).alias(weight=weight)
        return rows.order_by("weight", *self.order, "ref")


def holds(word: str, fields: Iterable[str]) -> Q:
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__icontains": word})
    return found


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


def read_tasking(tasking: Tasking) -> Record:
    asked_of = f"{tasking.board.name} asked {tasking.to_group.name}"
    return Record(tasking.asked, [asked_of], tasking.get_absolute_url(), tasking.get_state_display())


def read_meeting(meeting: Meeting) -> Record:
    return Record(str(meeting), [meeting.venue], meeting.get_absolute_url(), meeting.get_state_display())


def read_paper(paper: Paper) -> Record:
    texts = [*(paragraph.text for paragraph in paper.paragraphs.all()), paper.report_by]
    return Record(paper.heading, texts, paper.get_absolute_url(), paper.get_state_display(), paper)


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


def read_threat(threat: Threat) -> Record:
    texts = [view.text for view in threat.views.all()]
    page = f"{reverse('threats:index')}?threat={threat.ref}"
    return Record(threat.name, texts, page, threat.get_kind_display())


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


def in_its_paragraphs(word: str, user: User) -> Q:  # noqa: ARG001  # whoever sees a paper sees all of it
    return Q(pk__in=Paragraph.objects.filter(text__icontains=word).values("paper"))


def in_its_views(word: str, user: User) -> Q:  # noqa: ARG001  # public
    return Q(pk__in=ThreatView.objects.filter(text__icontains=word).values("threat"))


def on_its_agenda_or_date(word: str, user: User) -> Q:
    """A meeting is also found by what stands on its agenda, by its year or by the name of its month."""
    items = AgendaItem.objects.visible_to(user).filter(title__icontains=word)
    found = Q(pk__in=items.values("meeting")) | Q(day__icontains=word)
    if word.lower() in MONTHS:
        found |= Q(on__month=MONTHS.index(word.lower()) + 1)
    return found


MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)

KINDS = (
    Kind(
        "Actions",
        lambda user: Action.objects.visible_to(user).select_related("plan"),
        ["code", "title"],
        ["detail", "plan__title"],
        read_action,
        ["title"],
    ),
    Kind(
        "Recommendations",
        lambda user: Recommendation.objects.visible_to(user).select_related("edition"),
        ["code", "text"],
        ["edition__title"],
        read_recommendation,
        ["code"],
    ),
    Kind(
        "Taskings",
        lambda user: Tasking.objects.visible_to(user).select_related("board", "to_group"),
        ["asked"],
        ["to_group__name", "board__name"],
        read_tasking,
        ["report_back_on"],
    ),
    Kind(
        "Meetings",
        lambda user: (
            Meeting.objects.visible_to(user).select_related("group").alias(day=Cast("on", CharField()))
        ),
        ["group__name"],
        ["venue"],
        read_meeting,
        ["-on"],
        on_its_agenda_or_date,
    ),
    Kind(
        "Papers",
        lambda user: Paper.objects.visible_to(user).prefetch_related("paragraphs"),
        ["heading"],
        ["report_by"],
        read_paper,
        ["heading"],
        in_its_paragraphs,
    ),
    Kind(
        "Messages",
        lambda user: Message.objects.visible_to(user).select_related("edition", "group"),
        ["code", "text"],
        [],
        read_message,
        ["code"],
    ),
    Kind(
        "Figures",
        lambda user: Figure.objects.visible_to(user).select_related("source"),
        ["code", "label"],
        ["base", "as_of_text"],
        read_figure,
        ["label", "as_of"],
    ),
    Kind(
        "Case studies",
        lambda user: CaseStudy.objects.visible_to(user).select_related("edition"),
        ["title"],
        ["who_was_harmed", "partners", "what_was_done", "result", "lesson"],
        read_case_study,
        ["title"],
    ),
    Kind(
        "Threats",
        lambda user: Threat.objects.visible_to(user).prefetch_related("views"),
        ["name"],
        [],
        read_threat,
        ["name"],
        in_its_views,
    ),
    Kind("Groups", Group.objects.visible_to, ["name"], ["about"], read_group, ["name"]),
    Kind(
        "People",
        lambda user: (
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
