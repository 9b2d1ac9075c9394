"""The web page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

if TYPE_CHECKING:
    from ats_audit.service._service import Service


def make_pages(service: Service) -> APIRouter:
    """The page of *service* and what belongs to it."""
    del service
    return APIRouter()
