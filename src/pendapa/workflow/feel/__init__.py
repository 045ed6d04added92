"""FEEL, the expression language of DMN, for conditions and tables: read and worked out without ever running Python."""

from pendapa.workflow.feel.evaluation import Result, evaluate
from pendapa.workflow.feel.syntax import Expression, FeelError, parse

__all__ = ["Expression", "FeelError", "Result", "evaluate", "parse"]
