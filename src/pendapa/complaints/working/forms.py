"""What the office types when it works on a report."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from pendapa.cases.forms import SeveralFilesInput
from pendapa.complaints.models import Complaint, Topic
from pendapa.complaints.queries import active_topics
from pendapa.complaints.rules import LONGEST_TEXT, Kind
from pendapa.people.models import Organization

if TYPE_CHECKING:
    TopicChoice = forms.ModelChoiceField[Topic]
    UnitChoice = forms.ModelChoiceField[Organization]
else:
    TopicChoice = UnitChoice = forms.ModelChoiceField


class TopicField(TopicChoice):
    """A topic, by its name in the reader's language."""

    def __init__(self) -> None:
        super().__init__(
            queryset=Topic.objects.none(),
            label=_("Topic"),
            required=False,
            to_field_name="slug",
            empty_label=_("None of these"),
        )

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.local_name)


class UnitField(UnitChoice):
    """Any organisation: units of this body in the order of the tree, and bodies outside it."""

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(
            queryset=Organization.objects.none(),
            label=_("Who must answer?"),
            help_text=_("Also a body outside this one: you then keep the case and hand its answer on."),
            required=required,
            to_field_name="code",
            empty_label=_("Choose a unit"),
            error_messages={"required": _("Choose who must answer.")},
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{'– ' * obj.path.count('/')}{obj.local_name}"


class SeveralFilesField(forms.FileField):
    """Files as a list; each is checked where it is stored."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        return data if isinstance(data, list) else [data] if data else []


class StepForm(forms.Form):
    """What every step has: the revision that was read, so that nobody overwrites, and a key against sending twice."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, *, complaint: Complaint, initial: dict[str, Any]) -> None:
        first = {"revision": complaint.case.revision, "key": uuid4(), "kind": complaint.kind}
        first["topic"] = complaint.topic.slug if complaint.topic else ""
        super().__init__(data, files, initial={**first, **initial})
        for field in self.fields.values():
            if isinstance(field, TopicField):
                field.queryset = active_topics()
            if isinstance(field, UnitField):
                field.queryset = Organization.objects.exclude(kind=Organization.Kind.PARTNER).order_by("path")


class CorrectForm(StepForm):
    """Kind and topic."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=Kind.choices, widget=forms.RadioSelect, help_text=_("The deadline follows the kind.")
    )
    topic = TopicField()


class CheckForm(CorrectForm):
    """Kind and topic, and at once to whom it goes."""

    unit = UnitField(required=False)


class ForwardForm(StepForm):
    """To whom it goes, and why when it is handed on."""

    unit = UnitField()
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The person and the next unit read this."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(StepForm):
    """The answer, with photos of the result."""

    body = forms.CharField(
        label=_("Answer"),
        help_text=_("Say what was done, or why not, and what happens next. The person reads it."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write the answer first.")},
    )
    audience = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=[
            ("public", _("Everybody\nNo names, telephone numbers or other personal data in it")),
            ("private", _("Only the person")),
        ],
        widget=forms.RadioSelect,
        initial="public",
    )
    photos = SeveralFilesField(
        label=_("Photos of the result"),
        required=False,
        widget=SeveralFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )

    def __init__(self, *given: Any, complaint: Complaint, **named: Any) -> None:
        super().__init__(*given, complaint=complaint, **named)
        if complaint.is_secret:
            del self.fields["audience"]


class AskForm(StepForm):
    """A question without whose answer the work cannot go on."""

    question = forms.CharField(
        label=_("What do you need to know?"),
        help_text=_("Ask everything at once. The clock stands still until the person answers."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your question first.")},
    )


class CloseForm(StepForm):
    """Why a report is closed without its person."""

    reason = forms.CharField(
        label=_("Why is it closed?"),
        help_text=_("The person reads this and may object."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write the reason, so that the person understands it.")},
    )


class MergeForm(StepForm):
    """The report that stands for both."""

    into = forms.CharField(
        label=_("Number of the other report"),
        help_text=_("The older one, as a rule. Its person and the person of this one both hear of the answer."),
        max_length=60,
        error_messages={"required": _("Write the number of the other report.")},
    )


class SplitForm(CorrectForm):
    """The part that becomes a report of its own."""

    text = forms.CharField(
        label=_("The part that is about something else"),
        help_text=_("In the person's own words. They are told the number of the new report."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write the part that is about something else, in at least a few words.")},
    )
    field_order = ("revision", "key", "text", "kind", "topic")
