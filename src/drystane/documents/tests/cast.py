"""A paper that holds at least one of everything, for every test of its forms."""

from datetime import date

from drystane.documents.packs import (
    Appendix,
    Note,
    Pack,
    Paragraph,
    Picture,
    Recommendation,
    Reference,
    Run,
    Section,
    Table,
)

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 40" role="img" aria-labelledby="w-title w-desc">'
    '<title id="w-title">The wall: 1 gap</title><desc id="w-desc">One gap.</desc>'
    '<path fill="#6f685c" d="M0 0h90v40H0z"/></svg>'
)


def paragraph(number: str, *runs: str | Run) -> Paragraph:
    return Paragraph(number, tuple(run if isinstance(run, Run) else Run(run) for run in runs))


PACK = Pack(
    form="renfrewshire",
    marking="OFFICIAL",
    partnership="Safer and Stronger Renfrewshire",
    front=(
        ("To:", "Safer and Stronger Renfrewshire Thematic Board"),
        ("On:", "2 September 2015"),
        ("Report by:", "Director of Community Resources"),
    ),
    title="Serious organised crime strategy for Scotland – refresh",
    author="Director of Community Resources",
    sections=(
        Section(
            "summary",
            "1.",
            "Summary",
            (
                paragraph(
                    "1.1",
                    "The previous strategy, “Letting Our Communities Flourish”, came out in 2009. Its "
                    "replacement was launched on 18 June 2015.",
                ),
                paragraph(
                    "1.2",
                    Run("About 60 per cent of groups use businesses that look honest", (1, 2)),
                    ", so we have to look to our own dealings and to the work of our regulatory services. ",
                    Run("70 per cent of groups are in the West of Scotland", (3,)),
                    ".",
                ),
            ),
        ),
        Section(
            "recommendations",
            "2.",
            "Recommendations",
            (paragraph("", "It is recommended that the board:"),),
        ),
        Section(
            "background",
            "3.",
            "Background",
            (
                paragraph(
                    "3.1",
                    "The strategy is attached as Appendix 1. It brings the picture of threats up to date.",
                ),
            ),
        ),
        Section(
            "resources", "4.", "Resources", (paragraph("", "The action plan names what each action takes."),)
        ),
        Section(
            "prevention", "5.", "Prevention", (paragraph("", "The board steers money towards early help."),)
        ),
        Section(
            "community",
            "6.",
            "Community Involvement/Engagement",
            (paragraph("", "The third sector sits in the board and in its sub-groups."),),
        ),
    ),
    recommendations=(
        Recommendation(
            "2.1",
            (
                Run(
                    "Note the issues of the refreshed strategy, and that the Integrity Group and the Prevent "
                    "Group are tasked with their self-assessment and their action plans."
                ),
            ),
            (
                Reference("Tasking", "Integrity Group, report by 2 December 2015", "/taskings/k3q8/"),
                Reference(
                    "Recommendation", "2015-BUS-2, vet staff and partners", "/strategy/recommendations/ab12/"
                ),
            ),
        ),
        Recommendation(
            "2.2", (Run("Add the messages of the spotlight sessions to the Prevent action plan."),)
        ),
        Recommendation(
            "2.3",
            (Run("Prioritise employees of Regulatory Services for WRAP training."),),
            (Reference("Action", "A17, train regulatory staff", "/actions/x9/"),),
        ),
    ),
    tables=(
        Table(
            "What the plans take, by level of prevention",
            ("Level", "Actions", "Money", "Staff days"),
            (
                ("Primary", "12", "£4,200", "31.5"),
                ("Secondary", "7", "£900", "12"),
                ("Tertiary", "2", "£0", "3"),
            ),
            section="resources",
        ),
        Table(
            "Rolling action log",
            ("Code", "Action", "Owner", "Due", "Status"),
            (
                (
                    "A01",
                    "Screen new suppliers for links to serious organised crime",
                    "Head of Procurement",
                    "31 October 2015",
                    "Amber: it is due within 30 days and has not been reported on track.",
                ),
                (
                    "A17",
                    "Train regulatory staff to recognise radicalisation",
                    "Learning and Development Manager",
                    "2 December 2015",
                    "Green: it was reported on track on 28 August 2015.",
                ),
            ),
        ),
        Table(
            "Decisions not yet carried out", ("Decision", "Group"), (), empty="All decisions are carried out."
        ),
    ),
    wall=Picture(
        svg=SVG,
        title="The wall: 1 gap",
        description="A drystane wall in which each stone stands for a recommendation. Deter: 1 gap.",
        table=Table(
            "The stones of the wall",
            ("Stone", "Recommendation", "Audience", "State"),
            (("1", "Vet staff and partners", "Businesses", "Gap: no tasking"),),
        ),
    ),
    notes=(
        Note(
            1,
            "Groups that use seemingly legitimate businesses: 60 per cent",
            "Report to the thematic board",
            "Renfrewshire Council",
            "2 September 2015",
            "",
            "The source says so.",
            "Disputed: the figures of the launch give 65 per cent (150 of 232 groups).",
        ),
        Note(
            2,
            "Groups that use seemingly legitimate businesses: about 65 per cent",
            "Scotland’s Serious Organised Crime Strategy",
            "Scottish Government",
            "18 June 2015",
            "https://www.gov.scot/publications/2015/06/3426",
            "Only part of the source was seen.",
        ),
        Note(3, "Groups in the West of Scotland: 70 per cent", "Scotland’s Serious Organised Crime Strategy"),
    ),
    appendices=(
        Appendix(
            1,
            "Scotland’s Serious Organised Crime Strategy",
            "Edition of 2015, 26 pages.",
            "Behind this paper",
        ),
    ),
    warnings=("The figure 60 per cent is disputed: see source 1.",),
    audience="members of the Safer and Stronger Renfrewshire Thematic Board",
    counted_on=date(2015, 8, 26),
    invented=True,
)
