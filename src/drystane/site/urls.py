"""Every address of the site."""

from django.urls import include, path

from drystane.site import exports, views
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
    path("", include("drystane.access.urls")),
    path("exports/<str:ref>/", exports.progress, name="export"),
    path("exports/<str:ref>/file/", exports.fetch, name="export_file"),
    path("partners/", include("drystane.partners.urls")),
    path("threats/", include("drystane.threats.urls")),
    path("strategy/", include("drystane.strategy.urls")),
    path("plans/", include("drystane.plans.urls")),
    path("board/", include("drystane.board.urls")),
]
