import pytest
from django.contrib.contenttypes.models import ContentType
from hypothesis import given
from hypothesis import strategies as st

from pendapa.kernel.pagination import keyset_page
from pendapa.kernel.problems import Invalid


@pytest.mark.django_db
@pytest.mark.parametrize("order", [("app_label", "-model", "id"), ("-id",)])
def test_pages_together_show_every_row_once_and_in_order(order):
    seen, cursor = [], ""
    while True:
        page = keyset_page(ContentType.objects.all(), order=order, cursor=cursor, size=3)
        seen += page.rows
        cursor = page.next_cursor
        if not cursor:
            break
    assert seen == list(ContentType.objects.order_by(*order))


@given(st.text(min_size=1, max_size=30))
def test_a_made_up_cursor_is_refused(cursor):
    with pytest.raises(Invalid):
        keyset_page(ContentType.objects.all(), order=("id",), cursor=cursor)
