"""What is promised of the suggestions, measured on real complaints."""

import sys
import time
from subprocess import run

import pytest

from pendapa.complaints.suggesting.examples import examples_in
from pendapa.complaints.suggesting.learned import learned_from_bytes
from pendapa.complaints.suggesting.measuring import figures_of, is_test
from pendapa.complaints.suggesting.tests.real_data import real_table
from pendapa.complaints.suggesting.training import learn


def test_on_real_complaints_the_unit_is_right_in_four_of_five_and_among_three_in_nine_of_ten() -> None:
    with real_table().open(encoding="utf-8", newline="") as lines:
        examples = list(examples_in(lines))
    asked = [example for example in examples if is_test(example.text)]
    learned = learned_from_bytes(learn([example for example in examples if not is_test(example.text)]).to_bytes())
    began = time.process_time()
    figures = figures_of(learned, asked)
    milliseconds = (time.process_time() - began) / len(asked) * 1000
    print(figures, f"{milliseconds:.1f} ms a text")
    assert figures["unit_top1"] >= 0.80
    assert figures["unit_top3"] >= 0.90
    assert figures["topic_top1"] >= 0.65
    assert milliseconds < 20


@pytest.mark.parametrize("module", ["pendapa.config.urls", "pendapa.complaints.suggesting.asking"])
def test_what_answers_pages_loads_neither_scikit_learn_nor_numpy(module: str) -> None:
    asked = (
        "import django; django.setup(); import importlib, sys; "
        f"importlib.import_module({module!r}); "
        "print([name for name in ('sklearn', 'scipy', 'numpy') if name in sys.modules])"
    )
    done = run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
