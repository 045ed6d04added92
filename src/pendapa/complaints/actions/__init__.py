"""The writes of complaints, by subject."""

from pendapa.complaints.actions.submission import ComplaintIn, Receipt, receipt_of, submit_complaint

__all__ = ["ComplaintIn", "Receipt", "receipt_of", "submit_complaint"]
