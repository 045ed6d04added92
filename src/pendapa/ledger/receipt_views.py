"""The answer of `/verifikasi/` to a receipt of the public log. Nothing of the file is kept."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pendapa.journal.verbs import log_sentence_for, sentence_for
from pendapa.ledger.notes import Verifier
from pendapa.ledger.queries import log_vkey
from pendapa.ledger.receipts import CheckedEntry, ReceiptFault, Wrong, check_receipt
from pendapa.ledger.witnessing.configured import named_witnesses

WORDS: dict[Wrong, str | Promise] = {
    Wrong.UNREADABLE: _("This file cannot be read as a receipt. Choose the file as you received it."),
    Wrong.OTHER_LOG: _("This receipt is not of our log. Check it where it was issued."),
    Wrong.SIGNATURE: _("The checkpoint in it does not carry our signature: it was changed."),
    Wrong.WITNESS: _("A witness is said to have signed it, and has not: it was changed."),
    Wrong.NOT_IN_LOG: _("An entry in it does not stand so in our log: the entry, its place or its proof was changed."),
    Wrong.CONTENT: _("What it says of an entry is not what our log was committed to: it was changed."),
}


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry in words. `is_whole`: told from its content, which fits what was committed to, not only in clear."""

    index: int
    day: date
    sentence: str
    is_whole: bool


def answer_receipt(request: HttpRequest, content: bytes) -> HttpResponse:
    """Whether the receipt holds, and what it says; or what is wrong with it."""
    try:
        receipt = check_receipt(content, Verifier.of(log_vkey()), [witness.key for witness in named_witnesses()])
    except ReceiptFault as fault:
        told = {"reason": WORDS[fault.wrong], "is_unreadable": fault.wrong in (Wrong.UNREADABLE, Wrong.OTHER_LOG)}
        return render(request, "ledger/receipt_answer.html", {**told, "number": fault.entry})
    context = {"receipt": receipt, "entries": [_shown(entry) for entry in receipt.entries]}
    return render(request, "ledger/receipt_answer.html", context)


def _shown(entry: CheckedEntry) -> ShownEntry:
    day = date.fromisoformat(entry.day)
    if entry.payload is None:
        return ShownEntry(entry.index, day, log_sentence_for(entry.verb, entry.fields), is_whole=False)
    return ShownEntry(entry.index, day, sentence_for(entry.verb, entry.payload), is_whole=True)
