"""A fact says where it comes from and how far that was checked."""

from types import SimpleNamespace

import pytest

from drystane.documents.models import CAUTIONS, CiteStatus, Source, citation

STRATEGY = Source(
    code="S3",
    title="Scotland’s Serious Organised Crime Strategy",
    publisher="Scottish Government",
    published_text="18 June 2015",
)


@pytest.mark.parametrize(
    ("source", "place", "status", "note", "said"),
    [
        (
            STRATEGY,
            "page 4",
            "sourced",
            "",
            "Scotland’s Serious Organised Crime Strategy, Scottish Government, 18 June 2015, page 4.",
        ),
        (
            STRATEGY,
            "",
            "partial",
            "Cut off after 65%.",
            "Scotland’s Serious Organised Crime Strategy, Scottish Government, 18 June 2015. "
            "Only part of the source was seen. Cut off after 65%.",
        ),
        (Source(code="S9", title="A page"), "", "unverified", "", "A page. Not checked against a source."),
        (None, "", "draft", "", "Our own draft."),
        (None, "", "invented", "", "Invented for the worked example."),
    ],
)
def test_a_citation_in_one_line(source: Source | None, place: str, status: str, note: str, said: str) -> None:
    assert citation(source, place=place, status=status, note=note) == said


def test_only_what_was_seen_in_its_source_goes_without_a_caution() -> None:
    assert {status for status, caution in CAUTIONS.items() if not caution} == {CiteStatus.SOURCED}
    assert set(CAUTIONS) == set(CiteStatus)


@pytest.mark.django_db
def test_sources_are_public_to_anybody_with_an_account() -> None:
    STRATEGY.save()
    assert list(Source.objects.visible_to(SimpleNamespace(is_active=True))) == [STRATEGY]
    assert not Source.objects.visible_to(SimpleNamespace(is_active=False)).exists()
