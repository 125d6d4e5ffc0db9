"""What an account at DigitalOcean holds: plain data, so that it is kept in a file between two runs."""

from __future__ import annotations

import time
import uuid
from datetime import datetime, timezone
from typing import Any, Callable

from .engines import Engines

Thing = dict[str, Any]

FIRST_NUMBER = 400_000_000

#: What an action does to its resource when it completes, by the resource's kind and the action's type.
EFFECTS: dict[tuple[str, str], Callable[["Store", Thing], None]] = {}


def completes(kind: str, *types: str) -> Callable[[Callable[["Store", Thing], None]], Callable[["Store", Thing], None]]:
    def put(effect: Callable[["Store", Thing], None]) -> Callable[["Store", Thing], None]:
        for name in types:
            EFFECTS[(kind, name)] = effect
        return effect

    return put


def stamp(seconds: float | None = None) -> str:
    moment = datetime.fromtimestamp(time.time() if seconds is None else seconds, timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Store:
    """The resources by their ids, and the actions that are under way."""

    KEPT = (
        ["number", "account_id", "owner_number", "authority", "keys", "droplets", "actions", "pending", "images"]
        + ["volumes", "volume_snapshots", "vpcs", "firewalls", "reserved_ips", "domains", "projects", "project_of"]
        + ["tags", "alert_policies", "checks", "certificates", "databases"]
    )

    def __init__(self, engines: Engines, action_seconds: float, has_space: Callable[[str], bool]) -> None:
        self.engines = engines
        self.action_seconds = action_seconds
        #: Whether S3 has a bucket.
        self.has_space = has_space
        self.number = FIRST_NUMBER
        self.account_id = str(uuid.uuid4())
        self.owner_number = uuid.uuid4().int % 10_000_000
        #: Key and certificate of the authority that signs this account's certificates, made when first needed.
        self.authority: Thing | None = None
        self.keys: dict[int, Thing] = {}
        self.droplets: dict[int, Thing] = {}
        self.actions: dict[int, Thing] = {}
        #: Ids of the actions that are in progress.
        self.pending: list[int] = []
        self.images: dict[int, Thing] = {}
        self.volumes: dict[str, Thing] = {}
        self.volume_snapshots: dict[str, Thing] = {}
        self.vpcs: dict[str, Thing] = {}
        self.firewalls: dict[str, Thing] = {}
        self.reserved_ips: dict[str, Thing] = {}
        self.domains: dict[str, Thing] = {}
        self.projects: dict[str, Thing] = {}
        #: A resource's URN: the project it belongs to, and since when.
        self.project_of: dict[str, Thing] = {}
        self.tags: dict[str, Thing] = {}
        self.alert_policies: dict[str, Thing] = {}
        self.checks: dict[str, Thing] = {}
        self.certificates: dict[str, Thing] = {}
        self.databases: dict[str, Thing] = {}

    def kept(self) -> Thing:
        return {name: getattr(self, name) for name in self.KEPT}

    def restore(self, kept: Thing) -> None:
        vars(self).update({name: kept[name] for name in self.KEPT if name in kept})

    def next_number(self) -> int:
        self.number += 1
        return self.number

    def begin(self, kind: str, action_type: str, region: str | None, **about: Any) -> Thing:
        """An action in progress; its effect comes when it completes. `about` is what the effect needs to know."""
        action: Thing = {"id": self.next_number(), "kind": kind, "type": action_type, "region": region, "about": about}
        action |= {"started": time.time(), "completed": None}
        self.actions[action["id"]] = action
        self.pending.append(action["id"])
        return action

    def settle(self) -> None:
        """Completes the actions whose time has come: before each request, as nobody looks in between."""
        for number in list(self.pending):
            action = self.actions[number]
            end = action["started"] + self.action_seconds
            if end <= time.time():
                self.pending.remove(number)
                action["completed"] = end
                effect = EFFECTS.get((action["kind"], action["type"]))
                if effect:
                    effect(self, action)

    def pending_of(self, **about: Any) -> list[Thing]:
        actions = [self.actions[number] for number in self.pending]
        return [action for action in actions if about.items() <= action["about"].items()]

    def drop_actions_of(self, droplet: int) -> None:
        """A deleted droplet's actions never take effect."""
        self.pending = [number for number in self.pending if self.actions[number]["about"].get("droplet") != droplet]
