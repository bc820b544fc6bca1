"""Public API of experiments: which way of recommending people really like."""

from engine.experiments import sentences
from engine.experiments.assignment import arm_of, seed_of
from engine.experiments.figures import ArmReport, Difference, Report
from engine.experiments.interleaving import Draft, team_draft
from engine.experiments.plan import SHELVES, Arm, Changes, Experiment, read_plan
from engine.experiments.recorder import EventRecorder
from engine.experiments.report import report_of
from engine.experiments.sequences import confidence_sequence, ratio_evidence, users_needed

__all__ = [
    "SHELVES",
    "Arm",
    "ArmReport",
    "Changes",
    "Difference",
    "Draft",
    "EventRecorder",
    "Experiment",
    "Report",
    "arm_of",
    "confidence_sequence",
    "ratio_evidence",
    "read_plan",
    "report_of",
    "seed_of",
    "sentences",
    "team_draft",
    "users_needed",
]
