"""Public API of experiments: which way of recommending people really like."""

from engine.experiments import sentences
from engine.experiments.assignment import arm_of, seed_of
from engine.experiments.consent import NO_TRACKING_COOKIE, asks_not_to_be_tracked, refuses_tracking
from engine.experiments.figures import ArmReport, Difference, Report
from engine.experiments.interleaving import Draft, team_draft
from engine.experiments.participation import FOR_YOU, Participation, changed_query, draft_for, participation
from engine.experiments.plan import SHELVES, Arm, Changes, Experiment, read_plan
from engine.experiments.recorder import EventRecorder
from engine.experiments.report import report_of
from engine.experiments.sequences import confidence_sequence, ratio_evidence, users_needed

__all__ = [
    "FOR_YOU",
    "NO_TRACKING_COOKIE",
    "SHELVES",
    "Arm",
    "ArmReport",
    "Changes",
    "Difference",
    "Draft",
    "EventRecorder",
    "Experiment",
    "Participation",
    "Report",
    "arm_of",
    "asks_not_to_be_tracked",
    "changed_query",
    "confidence_sequence",
    "draft_for",
    "participation",
    "ratio_evidence",
    "read_plan",
    "refuses_tracking",
    "report_of",
    "seed_of",
    "sentences",
    "team_draft",
    "users_needed",
]
