from django.urls import path, re_path

from drystane.comms.views import bank, calendar, campaigns, channels, pages, public

REF = r"(?P<ref>[0-9a-z]+)"

app_name = "comms"
urlpatterns = [
    path("", bank.index, name="index"),
    path("messages/<str:ref>/", bank.message, name="message"),
    path("messages/<str:ref>/about/", bank.about, name="about"),
    path("messages/<str:ref>/words/", bank.new_wording, name="new_wording"),
    path("words/<str:ref>/", bank.edit_wording, name="edit_wording"),
    path("words/<str:ref>/check/", bank.check, name="check_wording"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("channels/", channels.channels, name="channels"),
    path("channels/new/", channels.new_channel, name="new_channel"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.new_campaign, name="new_campaign"),
    path("campaigns/<str:ref>/", campaigns.campaign, name="campaign"),
    path("campaigns/<str:ref>/edit/", campaigns.edit_campaign, name="edit_campaign"),
    path("campaigns/<str:ref>/days/", campaigns.new_slot, name="new_slot"),
    path("campaigns/<str:ref>/figures/", campaigns.add_reading, name="add_reading"),
    re_path(rf"^campaigns/{REF}/(?P<verb>begin|finish|stop|resume)/$", campaigns.verb, name="campaign_verb"),
    path("days/<str:ref>/move/", campaigns.redate, name="redate_slot"),
    path("days/<str:ref>/told/", campaigns.tell, name="tell_slot"),
    path("days/<str:ref>/cancel/", campaigns.cancel, name="cancel_slot"),
    path("pages/", pages.pages, name="pages"),
    path("pages/new/", pages.new_page, name="new_page"),
    path("pages/<str:ref>/", pages.one_page, name="page"),
    path("pages/<str:ref>/edit/", pages.edit_page, name="edit_page"),
    path("pages/<str:ref>/publish/", pages.publish, name="publish_page"),
    path("pages/<str:ref>/take-down/", pages.take_down, name="take_down_page"),
    path("pages/<str:ref>/leaflet.pdf", pages.page_leaflet, name="page_leaflet"),
    # Open to anybody.
    path("what-can-you-do/", public.public_pages, name="public_pages"),
    path("what-can-you-do/<slug:audience>/", public.public_page, name="public_page"),
    path("what-can-you-do/<slug:audience>/leaflet.pdf", public.public_leaflet, name="public_leaflet"),
    path("what-can-you-do/<slug:audience>/<slug:language>/", public.public_page, name="public_page_in"),
    path(
        "what-can-you-do/<slug:audience>/<slug:language>/leaflet.pdf",
        public.public_leaflet,
        name="public_leaflet_in",
    ),
    path("figures/<str:ref>/take-back/", campaigns.take_back_reading, name="take_back_reading"),
]
