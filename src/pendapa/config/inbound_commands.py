"""What can be asked for by SMS or chat: commands, by the packages that answer them."""

INBOUND_COMMANDS = (
    "pendapa.complaints.intake.inbound.REPORT",
    "pendapa.cases.inbound.CHECK",
    "pendapa.cases.inbound.HELP",
)
