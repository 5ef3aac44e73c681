"""The rows behind a table of a paper."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from drystane.access import clock
from drystane.access.pages import Request, page
from drystane.board.gather import Which
from drystane.board.rows import columns_of, counting_of, pairs_behind, rows_behind, taskings_behind
from drystane.board.views.papers import seen
from drystane.marking.models import highest, label
from drystane.sheets.listing import Listing


@page(methods={"GET"}, needs="sign-in")
def rows(request: Request, ref: str, which: str) -> HttpResponse:
    found = get_object_or_404(seen(request.user), ref=ref)
    counting = counting_of(found, now=clock.now(), today=clock.today())
    columns = columns_of(which, counting.on)
    of_pairs = which == Which.OVERLAPS
    behind = pairs_behind if of_pairs else partial(rows_behind, which)
    listing = Listing(
        request,
        behind(found.meeting, counting, reader=request.user),
        columns=columns,
        default_sort=columns[0].key,
    )
    actions = [side for pair in listing.page for side in pair.sides] if of_pairs else listing.page
    shown = [found, *actions]
    return render(
        request,
        "board/paper_rows.html",
        {
            "paper": found,
            "meeting": found.meeting,
            "table": Which(which).label,
            "counting": counting,
            "listing": listing,
            "of_pairs": of_pairs,
            "taskings": taskings_behind(found.meeting, counting, reader=request.user)
            if which == Which.WALL
            else [],
            "page_marking": label(highest(one.marking for one in shown), [one.descriptor for one in shown]),
        },
    )
