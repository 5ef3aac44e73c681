"""Signing in and out, one's own account, and the administrator's accounts."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from drystane.access import clock, operations
from drystane.access.errors import NotAllowed
from drystane.access.forms import AccountFilters, AccountForm, ChangePasswordForm, SignInForm
from drystane.access.models import User
from drystane.access.pages import Request, page, require_administrator
from drystane.audit import trail
from drystane.sheets.columns import Column
from drystane.sheets.jobs import Found, exports
from drystane.sheets.listing import Listing, listed

WRONG = (
    "The user name or the password is not right. Check both and try again. After five tries there is a wait."
)

ACCOUNTS = (
    Column("name", "Name", lambda person: person.name, sort=("name",), links=True),
    Column("username", "User name", lambda person: person.username, sort=("username",)),
    Column("post", "Post", lambda person: person.post, sort=("post",)),
    Column("role", "Role in the partnership", lambda person: person.get_partnership_role_display()),
    Column("state", "Account", lambda person: "Open" if person.is_active else "Closed", sort=("is_active",)),
)


@never_cache
@page(methods={"GET", "POST"}, needs="nothing")
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(where_to(request))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        if isinstance(user, User):
            with transaction.atomic():
                login(request, user)
                trail.record("access.signed_in", user, by=user, at=clock.now())
            return redirect(where_to(request))
        form.add_error(None, WRONG)
    return render(request, "access/sign_in.html", {"form": form, "next": next_page(request)})


def next_page(request: HttpRequest) -> str:
    """Where one was going, if that is a page of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if ours and can_be_opened(asked) else ""


def can_be_opened(address: str) -> bool:
    """Whether a link can lead there: a form may have been sent to an address that only takes forms."""
    try:
        view = resolve(urlsplit(address).path).func
    except Resolver404:
        return True  # to be told so there
    return "GET" in getattr(view, "methods", {"GET"})


def where_to(request: HttpRequest) -> str:
    return next_page(request) or resolve_url("home")


@page(methods={"POST"}, needs="sign-in")
def sign_out(request: Request) -> HttpResponse:
    with transaction.atomic():
        trail.record("access.signed_out", request.user, by=request.user, at=clock.now())
        logout(request)
    messages.success(request, "You have signed out.")
    return redirect("access:sign_in")


@page(methods={"GET"}, needs="sign-in")
def account(request: Request) -> HttpResponse:
    return render(request, "access/account.html")


@never_cache
@page(methods={"GET", "POST"}, needs="sign-in")
def change_password(request: Request) -> HttpResponse:
    form = ChangePasswordForm(request.POST or None, person=request.user)
    if form.is_valid():
        operations.change_password(request.user, form.cleaned_data["new"], at=clock.now())
        update_session_auth_hash(request, request.user)
        messages.success(
            request, "Your password is changed. Anywhere else you were signed in, you no longer are."
        )
        return redirect(next_page(request) or "access:account")
    return render(request, "access/change_password.html", {"form": form, "next": next_page(request)})


def may_take_accounts(user: User, _rows: QuerySet[User]) -> bool:
    return user.is_administrator


@exports("accounts")
def find_accounts(user: User, query: QueryDict) -> Found:
    require_administrator(user)
    rows = listed(
        User.objects.visible_to(user), query, columns=ACCOUNTS, filters=AccountFilters, default_sort="name"
    )
    return ACCOUNTS, rows.iterator(chunk_size=500)


@page(methods={"GET"}, needs="administrator")
def accounts(request: Request) -> HttpResponse:
    listing = Listing(
        request,
        User.objects.visible_to(request.user),
        columns=ACCOUNTS,
        filters=AccountFilters,
        default_sort="name",
        may_export=may_take_accounts,
    )
    if listing.wants_export:
        return listing.export("accounts", title="Accounts", marking="OFFICIAL", at=clock.now())
    return render(request, "access/accounts.html", {"listing": listing})


@never_cache
@page(methods={"GET", "POST"}, needs="administrator")
def add_account(request: Request) -> HttpResponse:
    form = AccountForm(request.POST or None)
    if form.is_valid():
        person, password = operations.add_account(**form.cleaned_data, by=request.user, at=clock.now())
        return render(request, "access/temporary_password.html", {"account": person, "password": password})
    return render(request, "access/add_account.html", {"form": form})


@page(methods={"GET"}, needs="administrator")
def manage_account(request: Request, ref: str) -> HttpResponse:
    return render(request, "access/manage_account.html", {"account": found(request, ref)})


@never_cache
@page(methods={"POST"}, needs="administrator")
def temporary_password(request: Request, ref: str) -> HttpResponse:
    person = found(request, ref)
    try:
        password = operations.give_temporary_password(person, by=request.user, at=clock.now())
    except NotAllowed as error:
        return not_done(request, person, error)
    return render(request, "access/temporary_password.html", {"account": person, "password": password})


@page(methods={"POST"}, needs="administrator")
def deactivate(request: Request, ref: str) -> HttpResponse:
    person = found(request, ref)
    try:
        operations.deactivate_account(person, by=request.user, at=clock.now())
    except NotAllowed as error:
        return not_done(request, person, error)
    messages.success(request, f"The account of {person.name} is closed. They are signed out everywhere.")
    return redirect("access:manage_account", ref)


@never_cache
@page(methods={"POST"}, needs="administrator")
def reactivate(request: Request, ref: str) -> HttpResponse:
    person = found(request, ref)
    try:
        password = operations.reactivate_account(person, by=request.user, at=clock.now())
    except NotAllowed as error:
        return not_done(request, person, error)
    return render(request, "access/temporary_password.html", {"account": person, "password": password})


def found(request: Request, ref: str) -> User:
    return get_object_or_404(User.objects.visible_to(request.user), ref=ref)


def not_done(request: Request, person: User, error: NotAllowed) -> HttpResponse:
    messages.warning(request, str(error))
    return redirect("access:manage_account", person.ref)
