"""Every address of the site."""

from django.urls import include, path

from drystane.site import exports, importing, views
from drystane.site.nudges.views import digest, nudge_link
from drystane.site.search import search
from drystane.site.trail import trail

handler400 = "drystane.site.errors.bad_request"
handler403 = "drystane.site.errors.forbidden"
handler404 = "drystane.site.errors.not_found"
handler500 = "drystane.site.errors.broken"

urlpatterns = [
    path("", views.home, name="home"),
    path("wall/", views.wall, name="wall"),
    path("search/", search, name="search"),
    path("trail/", trail, name="trail"),
    path("account/e-mail/", digest, name="digest"),
    path("nudge/<str:token>/", nudge_link, name="nudge_link"),
    path("", include("drystane.access.urls")),
    path("exports/<str:ref>/", exports.progress, name="export"),
    path("exports/<str:ref>/file/", exports.fetch, name="export_file"),
    path("imports/", importing.imports, name="imports"),
    path("imports/<str:ref>/", importing.one_import, name="import"),
    path("imports/<str:ref>/columns/", importing.columns, name="import_columns"),
    path("imports/<str:ref>/rejects/", importing.rejects, name="import_rejects"),
    path("imports/<str:ref>/<str:verb>/", importing.verb, name="import_verb"),
    path("partners/", include("drystane.partners.urls")),
    path("threats/", include("drystane.threats.urls")),
    path("strategy/", include("drystane.strategy.urls")),
    path("assessment/", include("drystane.assessment.urls")),
    path("comms/", include("drystane.comms.urls")),
    path("plans/", include("drystane.plans.urls")),
    path("training/", include("drystane.training.urls")),
    path("board/", include("drystane.board.urls")),
]
