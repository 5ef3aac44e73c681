from django.urls import path, re_path

from drystane.plans.views import (
    actions,
    from_assessment,
    messages,
    overlaps,
    planning,
    plans,
    repointing,
    verbs,
)

DIRECTING = "agree|start|finish|mainstream|drop|redate|override"
JUDGING = "merge|lead|sequence|link|apart|confirm|decline|take_back"

app_name = "plans"
urlpatterns = [
    path("", plans.index, name="index"),
    path("actions/", actions.actions, name="actions"),
    path("actions/<str:ref>/", actions.action, name="action"),
    path("actions/<str:ref>/edit/", actions.edit, name="edit"),
    re_path(rf"^actions/(?P<ref>[0-9a-z]+)/(?P<verb>{DIRECTING})/$", verbs.direct, name="verb"),
    path("actions/<str:ref>/facets/", overlaps.facets, name="facets"),
    re_path(r"^actions/(?P<ref>[0-9a-z]+)/(?P<verb>update)/$", verbs.update, name="verb"),
    re_path(r"^actions/(?P<ref>[0-9a-z]+)/(?P<verb>mark)/$", verbs.mark, name="verb"),
    path("actions/<str:ref>/repoint/", repointing.repoint, name="repoint"),
    path("overlaps/", overlaps.overlaps, name="overlaps"),
    path("overlaps/decided/", overlaps.decided, name="decided_overlaps"),
    path("overlaps/find/", overlaps.find, name="find_overlaps"),
    path("overlaps/<str:ref>/", overlaps.overlap, name="overlap"),
    re_path(rf"^overlaps/(?P<ref>[0-9a-z]+)/(?P<verb>{JUDGING})/$", overlaps.judge, name="judge"),
    path("for-gap/<str:ref>/", from_assessment.action_for_gap, name="action_for_gap"),
    path("refresh/<str:ref>/", from_assessment.refresh, name="refresh"),
    path("begin/<str:ref>/", planning.new_plan, name="new_plan"),
    path("<str:ref>/", plans.plan, name="plan"),
    path("<str:ref>/edit/", planning.edit_plan, name="edit_plan"),
    path("<str:ref>/totals/", plans.totals, name="totals"),
    path("<str:ref>/actions/new/", actions.new_action, name="new_action"),
    path("<str:ref>/actions/twins/", actions.twins, name="twins"),
    path("<str:ref>/messages/add/", messages.new_message, name="add_message"),
]
