"""Organisation management; part of the names of `people`."""

from django.urls import path

from pendapa.people.organizations import outside_views, views

urlpatterns = [
    path("meja/organisasi/", views.organizations, name="organizations"),
    path("meja/lembaga-luar/", outside_views.bodies, name="outside_bodies"),
    path("meja/lembaga-luar/baru/", outside_views.new_body, name="new_outside_body"),
    path("meja/lembaga-luar/<slug:code>/", outside_views.body, name="outside_body"),
    path("meja/organisasi/<slug:code>/", views.organization, name="organization"),
    path("meja/organisasi/<slug:code>/unit-baru/", views.new_unit, name="new_unit"),
    path("meja/organisasi/<slug:code>/angkat/", views.appoint, name="appoint"),
    path("meja/organisasi/<slug:code>/akhiri/<int:membership_id>/", views.end, name="end_membership"),
]
