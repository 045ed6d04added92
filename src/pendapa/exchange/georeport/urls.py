"""GeoReport v2: each address in both formats. `form` is what stands behind the last dot."""

from django.urls import path, register_converter

from pendapa.exchange.georeport import views


class FormConverter:
    """json or xml."""

    regex = "json|xml"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormConverter, "georeport_form")
app_name = "open311"
urlpatterns = [
    path("discovery.<georeport_form:form>", views.discovery),
    path("v2/discovery.<georeport_form:form>", views.discovery, name="discovery"),
    path("v2/services.<georeport_form:form>", views.services, name="services"),
    path("v2/services/<str:code>.<georeport_form:form>", views.service, name="service"),
    path("v2/requests.<georeport_form:form>", views.requests, name="requests"),
    path("v2/requests/<str:number>.<georeport_form:form>", views.one_request, name="request"),
    # As the OpenAPI document of the specification has it.
    path("v2/request/<str:number>.<georeport_form:form>", views.one_request),
    path("v2/tokens/<str:token>.<georeport_form:form>", views.token, name="token"),
    path("v2/<path:rest>.<georeport_form:form>", views.nothing),
    path("v2/<path:rest>", views.nothing, {"form": "xml"}),
]
