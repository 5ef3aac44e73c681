from django.urls import path

from drystane.threats import views

app_name = "threats"
urlpatterns = [
    path("", views.index, name="index"),
    path("side-by-side/", views.three_years, name="side_by_side"),
    path("counts/<str:ref>/", views.series, name="series"),
]
