import io
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from pendapa.documents.authority import SignerName, make_authority, make_signer
from pendapa.documents.signing import sign_pdf, signer_from_key_pair
from pendapa.documents.verification import State, trust_roots_in, verify_document, verify_pdf


def state_of(content: bytes, signed) -> State:
    return verify_pdf(content, signed.roots).state


def signature_place(content: bytes) -> tuple[int, int]:
    start = content.rindex(b"/Contents <") + len(b"/Contents <")
    return start, content.index(b">", start)


def test_the_original_is_valid_and_says_who_signed_when_and_what(signed):
    found = verify_pdf(signed.content, signed.roots)
    assert found.is_valid
    assert found.covers_whole_document
    assert (found.signer_name, found.signer_position) == ("Drs. Hadi", "Camat")
    assert timezone.now() - found.signed_at < timedelta(hours=1)
    assert found.data == signed.data
    assert "VALID" in str(found)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_one_changed_byte_anywhere_is_seen(signed, data):
    place = data.draw(st.integers(0, len(signed.content) - 1))
    change = data.draw(st.integers(1, 255))
    altered = bytearray(signed.content)
    altered[place] ^= change
    assert state_of(bytes(altered), signed) is State.ALTERED


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_one_changed_bit_inside_the_signature_itself_is_seen(signed, data):
    start, end = signature_place(signed.content)
    length = len(signed.content[start:end].rstrip(b"0"))
    place = start + data.draw(st.integers(0, length + 20))
    altered = bytearray(signed.content)
    altered[place] ^= data.draw(st.sampled_from([1, 2, 4, 8, 32]))
    assert state_of(bytes(altered), signed) is State.ALTERED


@given(st.integers(1, 60_000))
@settings(max_examples=40, deadline=None)
def test_a_truncated_file_is_never_valid(signed, missing):
    cut = signed.content[:-missing]
    assert state_of(cut, signed) in {State.ALTERED, State.UNSIGNED, State.MALFORMED}
    if b"/ByteRange" in cut:
        assert state_of(cut, signed) is State.ALTERED


@pytest.mark.parametrize("tail", [b"\n", b"\0", b"%%EOF\n", b"PK\x03\x04"])
def test_anything_appended_is_seen(signed, tail):
    assert state_of(signed.content + tail, signed) is State.ALTERED


def test_an_incremental_update_is_seen(signed):
    writer = PdfWriter(io.BytesIO(signed.content), incremental=True)
    writer.pages[0].rotate(90)
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(signed.content)
    found = verify_pdf(out.getvalue(), signed.roots)
    assert found.state is State.ALTERED
    assert not found.covers_whole_document


def test_a_second_signature_is_not_taken_for_ours(signed):
    found = verify_pdf(sign_again(signed), signed.roots)
    assert found.state is State.ALTERED


def sign_again(signed) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata
    from pyhanko.sign.signers import sign_pdf as plain_sign

    writer = IncrementalPdfFileWriter(io.BytesIO(signed.content))
    return plain_sign(writer, PdfSignatureMetadata(field_name="Kedua"), signer=signed.signer).getvalue()


def test_a_signature_of_an_unknown_authority_is_not_trusted(signed):
    now = timezone.now()
    stranger = make_authority("Kabupaten Tirtamaya", at=now)
    pair = make_signer(stranger, SignerName("Drs. Hadi", "Camat", "", "Kecamatan", "Kabupaten"), at=now)
    forged = sign_pdf(signed.plain, signer_from_key_pair(pair), signer_name="Drs. Hadi")
    assert state_of(forged, signed) is State.UNTRUSTED
    assert verify_pdf(signed.content, []).state is State.UNTRUSTED


def test_a_document_signed_outside_the_certificates_time_is_not_trusted(signed):
    long_ago = timezone.now() - timedelta(days=1000)
    pair = make_signer(make_authority("K", at=long_ago), SignerName("A", "", "", "U", "K"), at=long_ago)
    late = sign_pdf(signed.plain, signer_from_key_pair(pair), signer_name="A")
    assert verify_pdf(late, signed.roots).state is State.UNTRUSTED


def test_an_unsigned_letter_is_unsigned(signed):
    found = verify_pdf(signed.plain, signed.roots)
    assert found.state is State.UNSIGNED
    assert found.number == signed.data["number"]


@given(st.binary(max_size=2000), st.sampled_from([b"", b"%PDF-1.7\n", b"%PDF-1.7\n/ByteRange [0 1 2 3]\n"]))
@settings(max_examples=150, deadline=None)
def test_garbage_gets_an_answer(signed, body, start):
    assert state_of(start + body, signed) in {State.MALFORMED, State.ALTERED, State.UNSIGNED}


def test_the_command_verifies_with_the_published_certificates_alone(signed, settings, tmp_path):
    assert verify_document(signed.content).state is State.UNTRUSTED
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "ours.pem").write_text(signed.authority.certificate)
    (tmp_path / "trust" / "broken.pem").write_text("nonsense")
    assert len(trust_roots_in(tmp_path / "trust")) == 1
    assert verify_document(signed.content).is_valid
