from django.urls import path

from drystane.strategy.views import claims, editions, figures, recommendations

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
    path("figures/<str:ref>/", figures.figure, name="figure"),
]
