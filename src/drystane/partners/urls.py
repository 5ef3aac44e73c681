from django.urls import path, re_path

from drystane.partners import views

app_name = "partners"
urlpatterns = [
    path("", views.index, name="index"),
    path("organisations/", views.organisations, name="organisations"),
    path("purpose/", views.purpose, name="purpose"),
    path("groups/open/", views.open_group, name="open_group"),
    path("groups/<str:ref>/", views.group, name="group"),
    path("groups/<str:ref>/edit/", views.edit_group, name="edit_group"),
    path("groups/<str:ref>/join/", views.join, name="join"),
    re_path(
        r"^memberships/(?P<ref>[0-9a-z]+)/(?P<verb>leave|hand_over|role)/$",
        views.membership_verb,
        name="membership_verb",
    ),
]
