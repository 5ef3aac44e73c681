from django.urls import path

from drystane.strategy.views import claims, comparing, editions, figures, recommendations

app_name = "strategy"
urlpatterns = [
    path("", editions.index, name="index"),
    path("editions/<str:ref>/", editions.edition, name="edition"),
    path("editions/<str:ref>/recommendations/", recommendations.recommendations, name="recommendations"),
    path("editions/<str:ref>/figures/", figures.figures, name="figures"),
    path("editions/<str:ref>/messages/", claims.messages, name="messages"),
    path("editions/<str:ref>/case-studies/", claims.case_studies, name="case_studies"),
    path("recommendations/<str:ref>/", recommendations.recommendation, name="recommendation"),
    path("messages/<str:ref>/", claims.message, name="message"),
    path("figures/", figures.series, name="series"),
    path("figures/<str:ref>/", figures.figure, name="figure"),
    path("compare/<str:earlier>/<str:later>/", comparing.compare, name="compare"),
    path("compare/<str:earlier>/<str:later>/rest/", comparing.the_rest, name="compare_rest"),
    path("compare/<str:earlier>/<str:later>/run/", comparing.run, name="compare_run"),
    path("correspondences/<str:ref>/", comparing.correspondence, name="correspondence"),
    path("correspondences/<str:ref>/decide/", comparing.decide, name="decide"),
    path("correspondences/<str:ref>/take-back/", comparing.undo, name="take_back"),
]
