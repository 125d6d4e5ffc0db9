"""Actions: what was asked of a resource, and whether it is done."""

from __future__ import annotations

from typing import Any

from .api import Answer, Call, not_found, number_of, route, unprocessable
from .catalogue import REGIONS
from .store import Store, Thing, stamp


def action_view(action: Thing) -> Thing:
    completed = action["completed"]
    return {
        "id": action["id"],
        "status": "in-progress" if completed is None else "completed",
        "type": action["type"],
        "started_at": stamp(action["started"]),
        "completed_at": None if completed is None else stamp(completed),
        "resource_id": action["about"].get("resource_id"),
        "resource_type": action["kind"],
        "region": REGIONS.get(action["region"]),
        "region_slug": action["region"],
    }


def action_link(call: Call, action: Thing, rel: str) -> Thing:
    return {"id": action["id"], "rel": rel, "href": call.url(f"actions/{action['id']}")}


def _is_about(action: Thing, about: dict[str, Any]) -> bool:
    return about.items() <= action["about"].items()


def actions_about(store: Store, **about: Any) -> list[Thing]:
    """Those of a resource, the newest first; without one, all."""
    found = [action for action in store.actions.values() if _is_about(action, about)]
    return sorted(found, key=lambda action: -action["id"])


def listed_about(call: Call, store: Store, **about: Any) -> Answer:
    return call.listed("actions", actions_about(store, **about), action_view)


def refuse_pending(store: Store, droplet: int) -> None:
    if store.pending_of(droplet=droplet):
        raise unprocessable("Droplet already has a pending event.")


def action_of(store: Store, text: str, **about: Any) -> Thing:
    action = store.actions.get(number_of(text))
    if action is None or not _is_about(action, about):
        raise not_found()
    return action


@route("GET", "actions")
def list_actions(call: Call, store: Store) -> Answer:
    return listed_about(call, store)


@route("GET", "actions/{action}")
def get_action(call: Call, store: Store, action: str) -> Answer:
    return 200, {"action": action_view(action_of(store, action))}
