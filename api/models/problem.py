"""An error as JSON, as RFC 9457 describes it."""

from __future__ import annotations

from pydantic import BaseModel, Field


class WrongValue(BaseModel):
    """A value that cannot be used."""

    where: str = Field(description="The name of the parameter, or the path to it in the body.")
    message: str


class Problem(BaseModel):
    """An error, as RFC 9457 describes it."""

    type: str = Field(description="A name for this kind of error that stays the same.")
    title: str = Field(description="The kind of error in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What is wrong here, and what to do about it.")
    request_id: str = Field(description="Names this request in the log.")
    errors: list[WrongValue] | None = Field(default=None, description="Each wrong value, if values are wrong.")
