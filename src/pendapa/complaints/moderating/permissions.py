"""Who may decide what of a report the public sees. Text and publication are `complaints.permissions`."""

from pendapa.complaints.permissions import COMPLAINT_MODERATE
from pendapa.people.permissions import Permission, declare

PHOTO_MODERATE = declare(Permission("complaint.moderate_photo", roles=COMPLAINT_MODERATE.roles))
MODERATION_UNDO = declare(Permission("complaint.undo_moderation", roles=COMPLAINT_MODERATE.roles))
