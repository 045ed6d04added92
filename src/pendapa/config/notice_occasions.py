"""What people are told about: lists of occasions, by the packages that know them."""

NOTICE_OCCASIONS = ("pendapa.cases.notifying.OCCASIONS",)
