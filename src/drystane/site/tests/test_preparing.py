"""Bringing a place up to date: what is left to do is done once, and nobody's work is overwritten."""

import os
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import triggers
from drystane.site import preparing


@pytest.fixture
def assets(tmp_path: Path, settings: Settings) -> Path:
    """One folder of page assets, and a place to gather them in."""
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "page.css").write_text("main { color: black }")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [("ds", sources)]
    settings.STATIC_ROOT = tmp_path / "built"
    settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    return sources


def test_page_assets_are_gathered_once(assets: Path) -> None:
    assert preparing.assets_are_stale()
    preparing.collect_assets()
    assert not preparing.assets_are_stale()
    assert list((assets.parent / "built" / "ds").glob("page.*.css"))


@pytest.mark.parametrize("change", ["changed", "added", "taken away"])
def test_page_assets_are_gathered_again_when_a_source_differs(assets: Path, change: str) -> None:
    (assets / "print.css").write_text("main { color: black }")
    preparing.collect_assets()
    if change == "changed":
        os.utime(assets / "page.css", (0, 0))
    elif change == "added":
        (assets / "more.css").touch()
    else:
        (assets / "print.css").unlink()
    assert preparing.assets_are_stale()


def test_an_installed_wheel_keeps_the_page_assets_it_came_with(assets: Path, settings: Settings) -> None:
    preparing.collect_assets()
    settings.STATICFILES_DIRS = []
    assert not preparing.assets_are_stale()


def test_without_the_design_system_nothing_is_gathered(assets: Path, settings: Settings) -> None:
    settings.STATICFILES_DIRS = []
    assert preparing.assets_are_stale()
    with pytest.raises(preparing.NoPageAssets, match="The design system is not installed"):
        preparing.collect_assets()


@pytest.mark.django_db
def test_the_guards_of_the_trail_are_put_back_and_it_is_said(assets: Path) -> None:
    triggers.drop()
    said: list[str] = []
    preparing.prepare(example=False, say=said.append)
    assert triggers.missing() == []
    assert any(line.startswith("Putting back what guards the audit trail") for line in said)


@pytest.mark.django_db
def test_the_second_time_nothing_is_left_to_do(assets: Path) -> None:
    preparing.prepare(example=False, say=lambda _: None)
    said: list[str] = []
    preparing.prepare(example=False, say=said.append)
    assert said == []


@pytest.mark.django_db
def test_the_example_is_not_loaded_over_anybodys_work(assets: Path) -> None:
    User.objects.create_user("aileen", None, name="Aileen")
    preparing.prepare(example=True, say=lambda _: None)
    assert User.objects.count() == 1
    with pytest.raises(NotAllowed):
        preparing.load_example(say=lambda _: None)


@pytest.mark.django_db
def test_the_example_is_loaded_once() -> None:
    User.objects.create_user("morag", None, name="Morag", is_invented=True)
    said: list[str] = []
    preparing.load_example(say=said.append)
    assert said == ["The worked example is here already, and stays as it is."]
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_only_the_invented_are_named_with_the_examples_password() -> None:
    User.objects.create_user("morag", None, name="Morag", post="Community Safety Lead", is_invented=True)
    User.objects.create_user("aileen", None, name="Aileen")
    said: list[str] = []
    preparing.say_who_signs_in(say=said.append)
    assert [line.split()[0] for line in said[1:]] == ["morag"]
    assert "invented" in said[0]


@pytest.mark.django_db
def test_where_people_really_work_no_password_is_printed() -> None:
    User.objects.create_user("aileen", None, name="Aileen")
    said: list[str] = []
    preparing.say_who_signs_in(say=said.append)
    assert said == []
