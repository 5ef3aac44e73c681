"""The first administrator comes from the command line, and so does the way back in."""

import re

import pytest
from click.testing import CliRunner, Result

from drystane.access.models import User
from drystane.audit import trail
from drystane.audit.models import Event
from drystane.site.commands.administrator import command
from tests.cast import make_user

pytestmark = pytest.mark.django_db


def call(*words: str) -> Result:
    return CliRunner().invoke(command, words)


def password_in(said: str) -> str:
    found = re.search(r"with the password (\S+)", said)
    assert found, said
    return found[1]


def test_the_first_administrator_can_sign_in_and_must_choose_a_password() -> None:
    said = call("Kirsty", "--name", "Kirsty Keeper", "--post", "Systems").output
    kirsty = User.objects.get()
    assert (kirsty.username, kirsty.name, kirsty.is_administrator) == ("kirsty", "Kirsty Keeper", True)
    assert kirsty.check_password(password_in(said))
    assert kirsty.must_change_password
    event = Event.objects.get()
    assert (event.verb, event.actor_ref) == ("account.added", trail.OPERATOR)
    assert password_in(said) not in event.canonical


@pytest.mark.parametrize("is_active", [True, False])
def test_an_administrator_who_is_locked_out_is_let_back_in(*, is_active: bool) -> None:
    make_user("kirsty", partnership_role="administrator", is_active=is_active)
    said = call("kirsty").output
    kirsty = User.objects.get()
    assert kirsty.is_active
    assert kirsty.check_password(password_in(said))
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert verbs == {"account.temporary_password"} | (set() if is_active else {"account.reactivated"})


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["tam"], "Tam is no administrator"),
        (["kirsty"], "with --name"),
        (["k" * 61, "--name", "Kirsty"], "at most 60 characters"),
        (["kirsty", "--name", "Kirsty", "--email", "nobody"], "valid email address"),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(words: list[str], sentence: str) -> None:
    make_user("tam")
    refused = call(*words)
    assert refused.exit_code != 0
    assert sentence in " ".join(refused.output.split())
    assert User.objects.count() == 1
    assert not Event.objects.exists()
