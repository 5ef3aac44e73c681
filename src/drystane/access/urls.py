from django.urls import path

from drystane.access import views

app_name = "access"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("account/", views.account, name="account"),
    path("account/password/", views.change_password, name="change_password"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/add/", views.add_account, name="add_account"),
    path("accounts/<str:ref>/", views.manage_account, name="manage_account"),
    path("accounts/<str:ref>/temporary-password/", views.temporary_password, name="temporary_password"),
    path("accounts/<str:ref>/close/", views.deactivate, name="deactivate"),
    path("accounts/<str:ref>/open/", views.reactivate, name="reactivate"),
]
