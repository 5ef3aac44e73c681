from django.urls import path, re_path

from drystane.training.views import first, people, room, sessions, teams

app_name = "training"
BY_COURSE = "desks/<str:ref>/first/<str:course>/"
urlpatterns = [
    path("", room.index, name="index"),
    path("coverage/", room.coverage, name="coverage"),
    path("courses/", room.courses, name="courses"),
    path("courses/<str:ref>/", room.course, name="course"),
    path("due/", room.due, name="due"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<str:ref>/", teams.team, name="team"),
    path("teams/<str:ref>/edit/", teams.edit_team, name="edit_team"),
    path("desks/<str:ref>/new-team/", teams.new_team, name="new_team"),
    path("desks/<str:ref>/new-rule/", teams.new_rule, name="new_rule"),
    path("rules/<str:ref>/edit/", teams.edit_rule, name="edit_rule"),
    path("staff/", people.staff, name="staff"),
    path("staff/<str:ref>/", people.person, name="person"),
    path("staff/<str:ref>/edit/", people.edit_person, name="edit_person"),
    path("staff/<str:ref>/record/", people.record, name="record"),
    path("completions/<str:ref>/withdraw/", people.withdraw, name="withdraw"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/<str:ref>/", sessions.session, name="session"),
    path("sessions/<str:ref>/edit/", sessions.edit_session, name="edit_session"),
    path("sessions/<str:ref>/cancel/", sessions.cancel, name="cancel"),
    path("sessions/<str:ref>/book/", sessions.book, name="book"),
    path("sessions/<str:ref>/attendance/", sessions.attendance, name="attendance"),
    path("desks/<str:ref>/new-session/", sessions.new_session, name="new_session"),
    path("bookings/<str:ref>/<str:verb>/", sessions.booking, name="booking"),
    path(BY_COURSE, first.first, name="first"),
    path(f"{BY_COURSE}put/", first.put_first, name="put_first"),
    path(f"{BY_COURSE}suggest/", first.suggest, name="suggest"),
    path("seats/<str:ref>/", first.seat_plan, name="seat_plan"),
    re_path(r"^seats/(?P<ref>\w+)/(?P<verb>decide|set-aside)/$", first.decide, name="decide"),
]
