"""Roles as plain objects, for clients that let somebody choose one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ats_audit.lexicon import Lexicon
    from ats_audit.model import Occupation, Role


def serialise_roles(lexicon: Lexicon) -> bytes:
    """All roles in short, by id."""
    roles = sorted(lexicon.roles, key=lambda role: role.id)
    return _serialise(
        {
            "lexicon": _version(lexicon),
            "roles": [_short(role) | {"requirements": len(role.requirements)} for role in roles],
        }
    )


def serialise_role(role: Role, lexicon: Lexicon) -> bytes:
    """One role with what it asks for, and why.

    Raises:
        UnknownCompetencyError: The role is not one of *lexicon*.
    """
    requirements = [
        {
            "id": requirement.id,
            "name": requirement.name,
            "weight": requirement.weight.value,
            "why": requirement.why,
            "any_of": [{"id": one, "name": lexicon.competency(one).name} for one in requirement.any_of],
        }
        for requirement in role.requirements
    ]
    classified = {
        "onet": [_occupation(row) for row in role.onet],
        "esco": [_occupation(row) for row in role.esco],
        "pathway": {"domain": role.pathway.domain, "study_time": role.pathway.study_time},
    }
    return _serialise({"lexicon": _version(lexicon)} | _short(role) | classified | {"requirements": requirements})


def _short(role: Role) -> dict[str, Any]:
    return {"id": role.id, "title": role.title, "titles": list(role.titles), "domain": role.domain}


def _occupation(row: Occupation) -> dict[str, Any]:
    return {"code": row.code, "title": row.title, "nearest": row.nearest}


def _version(lexicon: Lexicon) -> dict[str, str]:
    return {"version": lexicon.version, "sha256": lexicon.sha256}


def _serialise(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
