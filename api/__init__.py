"""The API: FastAPI over the engine. It knows no screen; an entry point mounts it beside the pages."""

from api.app import create

__all__ = ["create"]
