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


def newest_first(actions: Any) -> list[Thing]:
    return sorted(actions, key=lambda action: -action["id"])


def refuse_pending(store: Store, droplet: int) -> None:
    if store.pending_of(droplet=droplet):
        raise unprocessable("Droplet already has a pending event.")


def action_of(store: Store, text: str, **about: Any) -> Thing:
    action = store.actions.get(number_of(text))
    if action is None or not about.items() <= action["about"].items():
        raise not_found()
    return action


@route("GET", "actions")
def list_actions(call: Call, store: Store) -> Answer:
    return call.listed("actions", newest_first(store.actions.values()), action_view)


@route("GET", "actions/{action}")
def get_action(call: Call, store: Store, action: str) -> Answer:
    return 200, {"action": action_view(action_of(store, action))}
