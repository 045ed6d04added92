"""What the verification page (`/verifikasi/`) checks beside documents: receipts of the public log."""

from pendapa.documents.proofs import OtherProof
from pendapa.ledger.receipt_views import answer_receipt
from pendapa.ledger.receipts import looks_like_receipt

RECEIPT = OtherProof(is_meant_by=looks_like_receipt, answer=answer_receipt)
