"""What operators see, and nobody else."""

from ui.operators.experiments import TITLE, is_operator, show_experiments, show_refusal

__all__ = ["TITLE", "is_operator", "show_experiments", "show_refusal"]
