"""Write the pages of docs/reference that are made from the code. With --check, say which are stale."""

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
MADE = "<!-- Made by tools/write_docs.py from the code. Change the code, then run `make docs`. -->\n\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page is stale")
    check = parser.parse_args().check
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drystane.site.settings")
    import django

    django.setup()
    stale = [name for name, text in pages().items() if not is_current(name, text)]
    if check:
        for name in stale:
            print(f"docs/reference/{name} is stale: run `make docs`.")
        return 1 if stale else 0
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (REFERENCE / name).write_text(pages()[name], "utf-8")
        print(f"Wrote docs/reference/{name}")
    return 0


def is_current(name: str, text: str) -> bool:
    path = REFERENCE / name
    return path.exists() and path.read_text("utf-8") == text


def pages() -> dict[str, str]:
    written = {
        "policy.md": policy(),
        "lifecycles.md": lifecycles(),
        "addresses.md": addresses(),
        "commands.md": commands(),
        "retention.md": retention(),
    }
    return {name: MADE + text.rstrip() + "\n" for name, text in written.items()}


def table(columns: list[str], rows: list[list[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def policy() -> str:
    from drystane.access.policy import BOARD_ONLY, COLUMNS, DESK_ONLY, TABLE

    kinds = dict.fromkeys(BOARD_ONLY, " (boards only)") | dict.fromkeys(DESK_ONLY, " (desks only)")
    rows = [
        [permission.value + kinds.get(permission, ""), *(r.value for r in row)]
        for permission, row in TABLE.items()
    ]
    return "\n\n".join(
        [
            "# Who may do what",
            "Each permission is decided on the role somebody holds in the group a record belongs to. "
            "A role in one group says nothing about another. Somebody with a role in a group that "
            "oversees another may see that group's OFFICIAL records, and no more. Only the originator"
            " of a record lowers its marking, with a reason. “Their own” means the actions one leads,"
            " or the rows of one's own body.",
            table(["May", *(role.label for role in COLUMNS)], rows),
            "For the whole partnership: the **administrator** manages accounts and sees no content by"
            " that role; the **auditor** reads and checks the trail and sees no content beyond what "
            "its events say; the **operator** works the command line, and the trail says so.",
        ]
    )


def lifecycles() -> str:
    from drystane.assessment.models import AGREEMENT_MOVES, GAP_MOVES
    from drystane.assessment.models import MOVES as ASSESSMENT_MOVES
    from drystane.board.models import TASKING_MOVES
    from drystane.plans.models import MOVES
    from drystane.training.models import BOOKING_MOVES, SEAT_MOVES, SESSION_MOVES

    return "\n\n".join(
        [
            "# Lifecycles",
            "Which state may follow which. Every move is a row with who, when and why.",
            "## An action",
            diagram(MOVES, first="proposed"),
            "## A tasking",
            diagram(TASKING_MOVES, first="given"),
            "## A self-assessment",
            diagram(ASSESSMENT_MOVES, first="open"),
            "## A common position",
            diagram(AGREEMENT_MOVES, first="proposed"),
            "## A gap",
            diagram(GAP_MOVES, first="open"),
            "## A training session",
            diagram(SESSION_MOVES, first="planned"),
            "## A booking on a session",
            diagram(BOOKING_MOVES, first="waiting"),
            "## A suggestion of who gets which seats",
            diagram(SEAT_MOVES, first="suggested"),
        ]
    )


def diagram(moves: Mapping[Any, set[Any]], *, first: str) -> str:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {first}"]
    for before, afters in moves.items():
        lines += [f"    {before.value} --> {after.value}" for after in sorted(afters, key=str)]
        if not afters:
            lines.append(f"    {before.value} --> [*]")
    return "\n".join([*lines, "```"])


def addresses() -> str:
    from drystane.site.addresses import all_addresses

    rows = [
        [f"`/{found.pattern}`", found.name, ", ".join(sorted(found.methods - {"HEAD"})), str(found.needs)]
        for found in all_addresses()
    ]
    return "\n\n".join(
        [
            "# Addresses",
            "Every page, the methods it answers, and what it needs beyond a sign-in. A permission is "
            "decided on the record's own group, after it was found among those this person may see.",
            table(["Address", "Name", "Methods", "Needs"], rows),
        ]
    )


def commands() -> str:
    import click

    from drystane.site.command_line import drystane_command

    rows: list[list[str]] = []

    def gather(command: click.Command, words: list[str]) -> None:
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                found = command.get_command(context, name)
                if found is not None:
                    gather(found, [*words, name])
            return
        options = " ".join(
            f"`{option}`" for p in command.params for option in p.opts if option.startswith("--")
        )
        rows.append([f"`{' '.join(words)}`", command.get_short_help_str(200), options or "–"])

    gather(drystane_command, ["drystane"])
    return "\n\n".join(["# Commands", table(["Command", "What it does", "Options"], rows)])


def retention() -> str:
    from drystane.site.retention import rules

    rows = [
        [
            f"`{rule.field}`",
            rule.purpose,
            f"{rule.keep} days" if isinstance(rule.keep, int) else str(rule.keep),
            rule.erase or "–",
        ]
        for rule in rules()
    ]
    return "\n\n".join(
        [
            "# Personal data: why it is kept and for how long",
            "`drystane tidy` obeys this table; run it daily. The periods are a draft for the "
            "partnership's data protection officer to confirm.",
            table(["Field", "Purpose", "Kept", "Then"], rows),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
