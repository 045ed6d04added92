"""What Open311 says and asks of each topic, at the desk."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendapa.complaints.models import Topic
from pendapa.exchange.models import TopicAttribute, TopicProfile
from pendapa.exchange.permissions import OPEN311_MANAGE
from pendapa.exchange.topics.actions import drop_attribute, save_attribute, save_profile
from pendapa.exchange.topics.lines import CodeLines
from pendapa.kernel.problems import NotFound
from pendapa.notices.permissions import the_house
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import require

if TYPE_CHECKING:
    ProfileModelForm = forms.ModelForm[TopicProfile]
    AttributeModelForm = forms.ModelForm[TopicAttribute]
else:
    ProfileModelForm = AttributeModelForm = forms.ModelForm

NEW = "baru"
"""In the address, for an attribute that has no code yet."""


class ProfileForm(ProfileModelForm):
    """What a list of services says of a topic."""

    class Meta:
        model = TopicProfile
        fields = ["description", "description_en", "keywords", "group", "notice", "notice_en", "delivery"]
        labels = {
            "description": gettext_lazy("Description"),
            "description_en": gettext_lazy("Description in English"),
            "keywords": gettext_lazy("Keywords"),
            "group": gettext_lazy("Group"),
            "notice": gettext_lazy("What happens next"),
            "notice_en": gettext_lazy("What happens next, in English"),
            "delivery": gettext_lazy("What the sender gets"),
        }
        help_texts = {
            "keywords": gettext_lazy("Separated by commas."),
            "group": gettext_lazy("Without one, the name of the unit."),
        }
        widgets = {
            name: forms.Textarea(attrs={"rows": 2}) for name in ("description", "description_en", "notice", "notice_en")
        }


class AttributeForm(AttributeModelForm):
    """One thing that is asked besides."""

    choices = CodeLines(
        label=gettext_lazy("What can be chosen"),
        required=False,
        help_text=gettext_lazy("For lists only. One line for each: key = name | name in English"),
    )

    class Meta:
        model = TopicAttribute
        fields = [
            "code", "description", "description_en", "datatype", "hint", "hint_en", "choices", "order", "is_required",
            "is_asked",
        ]  # fmt: skip
        labels = {
            "code": gettext_lazy("Code"),
            "description": gettext_lazy("Question"),
            "description_en": gettext_lazy("Question in English"),
            "datatype": gettext_lazy("Kind of answer"),
            "hint": gettext_lazy("Hint"),
            "hint_en": gettext_lazy("Hint in English"),
            "order": gettext_lazy("Place in the order"),
            "is_required": gettext_lazy("Must be answered"),
            "is_asked": gettext_lazy("Is a question"),
        }
        help_texts = {"is_asked": gettext_lazy("Without this it is only told to the person.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = self.instance.choices
        self.initial["choices"] = {
            one["key"]: " | ".join(filter(None, (one["name"], one.get("name_en")))) for one in found
        }

    def clean_choices(self) -> list[dict[str, str]]:
        rows = []
        for key, names in self.cleaned_data["choices"].items():
            name, _sign, english = (part.strip() for part in names.partition("|"))
            rows.append({"key": key, "name": name, "name_en": english})
        return rows

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        is_list = given.get("datatype") in (TopicAttribute.Datatype.SINGLE, TopicAttribute.Datatype.MULTI)
        if is_list and not given.get("choices"):
            self.add_error("choices", _("A list needs something to choose from."))
        return given


@staff_page
def topics(request: StaffRequest) -> HttpResponse:
    """Every topic that can be reported to."""
    require(request.actor, OPEN311_MANAGE, the_house())
    rows = Topic.objects.select_related("unit").annotate(asked=Count("attributes"))
    return render(request, "exchange/topics.html", {"rows": rows})


@staff_page
def topic(request: StaffRequest, slug: str) -> HttpResponse:
    """What is said of one topic, and the questions that go with it."""
    require(request.actor, OPEN311_MANAGE, the_house())
    found = get_object_or_404(Topic, slug=slug)
    form = ProfileForm(request.POST or None, instance=TopicProfile.objects.filter(topic=found).first())
    if request.method == "POST" and form.is_valid():
        save_profile(request.actor, found, form.cleaned_data, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("exchange:topic", found.slug)
    context = {"form": form, "topic": found, "attributes": found.attributes.all(), "new": NEW}
    return render(request, "exchange/topic.html", context, status=422 if form.errors else 200)


@staff_page
def attribute(request: StaffRequest, slug: str, code: str) -> HttpResponse:
    """One question: add, change or drop it."""
    require(request.actor, OPEN311_MANAGE, the_house())
    found = get_object_or_404(Topic, slug=slug)
    known = found.attributes.filter(code=code).first()
    if known is None and code != NEW:
        raise NotFound(_("There is no such question."))
    if request.method == "POST" and "drop" in request.POST and known is not None:
        drop_attribute(request.actor, found, known.code, at=timezone.now())
        messages.success(request, _("The question is dropped."))
        return redirect("exchange:topic", found.slug)
    form = AttributeForm(request.POST or None, instance=known)
    if known is not None:
        form.fields["code"].disabled = True
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        written = str(given.pop("code"))
        if written == NEW or (known is None and found.attributes.filter(code=written).exists()):
            form.add_error("code", _("Another question has this code. Choose another one."))
        else:
            save_attribute(request.actor, found, written, given, at=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("exchange:topic", found.slug)
    context = {"form": form, "topic": found, "attribute": known}
    return render(request, "exchange/attribute.html", context, status=422 if form.errors else 200)
