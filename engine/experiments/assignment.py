"""Who is in which arm: a keyed hash of user and experiment, so no table has to be kept. Pure."""

from __future__ import annotations

from hashlib import blake2b

from engine.experiments.plan import Arm, Experiment


def arm_of(experiment: Experiment, user_id: int, secret: bytes) -> Arm:
    """Return the arm of a user: always the same, and independent of the user's arm in any other experiment.

    Parameters
    ----------
    experiment
        Its name and the shares of its arms decide.
    user_id
        Of the database of users.
    secret
        1 to 64 bytes that the servers share. Without them nobody can work out who is in which arm.

    """
    place = _fraction(f"{experiment.name}\n{user_id}", secret)
    reached = 0.0
    for arm in experiment.arms:
        reached += arm.share
        if place < reached:
            return arm
    # The shares sum to 1 only as far as floating-point numbers do.
    return experiment.arms[-1]


def seed_of(experiment: Experiment, user_id: int, what: str, secret: bytes) -> int:
    """Return a number for drawing lots that is the same each time a user asks the same."""
    return int.from_bytes(_digest(f"{experiment.name}\n{user_id}\n{what}", secret))


def _fraction(text: str, secret: bytes) -> float:
    """Return a number from 0 to below 1 that is as good as random."""
    # Of 64 bits a float keeps 53.
    return (int.from_bytes(_digest(text, secret)) >> 11) / 2**53


def _digest(text: str, secret: bytes) -> bytes:
    return blake2b(text.encode(), digest_size=8, key=secret, person=b"experiments").digest()
