from django.urls import path, re_path

from drystane.assessment.views import agreeing, answering, assessments, carrying, gaps, instruments

app_name = "assessment"
urlpatterns = [
    path("", assessments.index, name="index"),
    path("begin/", assessments.begin, name="begin"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("gaps/<str:ref>/", gaps.gap, name="gap"),
    re_path(r"^gaps/(?P<ref>[0-9a-z]+)/(?P<verb>accept|reopen|weigh)/$", gaps.decide, name="gap_verb"),
    path("answers/<str:ref>/", answering.answer, name="answer"),
    path("answers/<str:ref>/answer/", answering.save, name="save"),
    path("answers/<str:ref>/verify/", answering.verify, name="verify"),
    path("answers/<str:ref>/carry/<str:comparison>/", carrying.carry_answer, name="carry_answer"),
    path("carry/<str:ref>/", carrying.carry, name="carry"),
    path("evidence/<str:ref>/withdraw/", answering.withdraw, name="withdraw_evidence"),
    path("agreements/<str:ref>/", agreeing.agreement, name="agreement"),
    re_path(
        r"^agreements/(?P<ref>[0-9a-z]+)/(?P<verb>confirm|decline)/$",
        agreeing.answer_position,
        name="agreement_verb",
    ),
    re_path(
        r"^agreements/(?P<ref>[0-9a-z]+)/(?P<verb>withdraw)/$", agreeing.take_back, name="agreement_verb"
    ),
    path("instruments/<str:ref>/", instruments.instrument, name="instrument"),
    path("crosswalks/<str:ref>/", instruments.crosswalk, name="crosswalk"),
    path("crosswalks/<str:ref>/add/", instruments.add, name="add_subject"),
    re_path(
        r"^subjects/(?P<ref>[0-9a-z]+)/(?P<verb>tie|remove)/$",
        instruments.change_subject,
        name="subject_verb",
    ),
    path("<str:ref>/", assessments.assessment, name="assessment"),
    path("<str:ref>/questions/", answering.questions, name="questions"),
    path("<str:ref>/results/", assessments.results, name="results"),
    path("<str:ref>/common/", agreeing.common, name="common"),
    path("<str:ref>/common/<str:subject>/", agreeing.propose, name="propose"),
    path("<str:ref>/submit/", assessments.send_in, name="submit"),
    path("<str:ref>/reopen/", assessments.open_again, name="reopen"),
]
