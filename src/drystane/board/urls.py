from django.urls import path, re_path

from drystane.board.views import decisions, meetings, papers, taskings, writing

REF = r"(?P<ref>[0-9a-z]+)"

app_name = "board"
urlpatterns = [
    path("taskings/", taskings.taskings, name="taskings"),
    path("taskings/give/", taskings.give_tasking, name="give_tasking"),
    path("taskings/<str:ref>/", taskings.tasking, name="tasking"),
    path("taskings/<str:ref>/plan/", taskings.plan_for_tasking, name="plan_for_tasking"),
    path("taskings/<str:ref>/link/", taskings.link_action, name="link_action"),
    # One name, two addresses: the group answers, the board asks otherwise.
    re_path(rf"^taskings/{REF}/(?P<verb>accept|return|report)/$", taskings.answer, name="tasking_verb"),
    re_path(rf"^taskings/{REF}/(?P<verb>withdraw|give_again)/$", taskings.ask_otherwise, name="tasking_verb"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/new/", meetings.new_meeting, name="new_meeting"),
    path("meetings/<str:ref>/", meetings.meeting, name="meeting"),
    path("meetings/<str:ref>/edit/", meetings.edit_meeting, name="edit_meeting"),
    path("meetings/<str:ref>/add/", meetings.add_item, name="add_item"),
    path("meetings/<str:ref>/close/", meetings.close, name="close"),
    path("meetings/<str:ref>/action-log/", meetings.action_log, name="action_log"),
    path("meetings/items/<str:ref>/decide/", decisions.decide, name="decide"),
    path("meetings/items/<str:ref>/drop/", meetings.drop_item, name="drop_item"),
    path("meetings/items/<str:ref>/paper/", papers.write_paper, name="write_paper"),
    path("meetings/decisions/<str:ref>/take-back/", decisions.take_back, name="take_back"),
    re_path(
        rf"^meetings/decisions/{REF}/(?P<what>action|tasking|adoption)/$", decisions.follow, name="follow"
    ),
    path("meetings/papers/<str:ref>/", papers.paper, name="paper"),
    path("meetings/papers/<str:ref>/front/", papers.front, name="paper_front"),
    path("meetings/papers/<str:ref>/marking/", papers.mark, name="paper_mark"),
    path("meetings/papers/<str:ref>/approve/", papers.approve, name="paper_approve"),
    path("meetings/papers/<str:ref>/sections/<slug:key>/", writing.section, name="paper_section"),
    path("meetings/papers/<str:ref>/recommend/", writing.recommend, name="paper_recommend"),
    path("meetings/papers/<str:ref>/append/", writing.append, name="paper_append"),
    path("meetings/papers/<str:ref>/appendices/<int:order>/", writing.take_out, name="paper_take_out"),
    re_path(rf"^meetings/papers/{REF}/file\.(?P<kind>docx|html|pdf)$", papers.as_file, name="paper_file"),
    path("meetings/recommendations/<str:ref>/", writing.reword, name="paper_reword"),
    path("meetings/recommendations/<str:ref>/take-out/", writing.unrecommend, name="paper_unrecommend"),
]
