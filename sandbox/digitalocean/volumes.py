"""Block storage: volumes, what is done to them, and their snapshots."""

from __future__ import annotations

import re
import uuid
from typing import Any

from .actions import action_of, action_view, listed_about, refuse_pending
from .api import Answer, Call, Fields, conflict, not_found, route, unprocessable
from .catalogue import REGIONS, region_named
from .images import delete_snapshot, get_snapshot, snapshot_of_volume
from .projects import adopt
from .store import Store, Thing, completes, stamp
from .tags import put_tags, tags_of, untag_all

_LARGEST_GB = 16_384
_MOST_VOLUMES = 15


def _view(store: Store, volume: Thing) -> Thing:
    return {**volume, "region": REGIONS[volume["region"]], "tags": tags_of(store, "volume", volume["id"])}


def _volume(store: Store, volume: str) -> Thing:
    if volume not in store.volumes:
        raise not_found()
    return store.volumes[volume]


def _matching(call: Call, store: Store) -> list[Thing]:
    name, region = call.asked("name"), call.asked("region")
    return [
        volume
        for volume in store.volumes.values()
        if name in (None, volume["name"]) and region in (None, volume["region"])
    ]


@route("GET", "volumes")
def list_volumes(call: Call, store: Store) -> Answer:
    return call.listed("volumes", _matching(call, store), lambda volume: _view(store, volume))


@route("POST", "volumes")
def create_volume(call: Call, store: Store) -> Answer:
    body = call.body
    name, snapshot = body.text("name"), body.text("snapshot_id", "")
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,62}[a-z0-9]|[a-z]", name):
        raise unprocessable("Name must be lowercase, begin with a letter, and have letters, digits and dashes only")
    if snapshot and snapshot not in store.volume_snapshots:
        raise not_found()
    source = store.volume_snapshots[snapshot] if snapshot else None
    region = region_named(body.text("region", source["regions"][0] if source else ...), "Volume")
    least = source["min_disk_size"] if source else 1
    size = body.number("size_gigabytes", source["min_disk_size"] if source else ..., least, _LARGEST_GB)
    if any(known["name"] == name and known["region"] == region for known in store.volumes.values()):
        raise conflict("A volume with that name already exists in this region.")
    filesystem = body.choice("filesystem_type", ["", "ext4", "xfs"], "")
    label = body.text("filesystem_label", "")
    if len(label) > {"ext4": 16, "xfs": 12}.get(filesystem, 16):
        raise unprocessable("Filesystem label is too long: 16 characters for ext4, 12 for xfs")
    volume = {
        "id": str(uuid.uuid4()),
        "region": region,
        "droplet_ids": [],
        "name": name,
        "description": body.text("description", ""),
        "size_gigabytes": size,
        "created_at": stamp(),
        "filesystem_type": filesystem,
        "filesystem_label": label,
    }
    put_tags(store, body.list("tags", None, []), "volume", volume["id"])
    store.volumes[volume["id"]] = volume
    adopt(store, f"do:volume:{volume['id']}")
    return 201, {"volume": _view(store, volume)}


@route("GET", "volumes/{volume}")
def get_volume(call: Call, store: Store, volume: str) -> Answer:
    return 200, {"volume": _view(store, _volume(store, volume))}


def _remove(store: Store, volume: Thing) -> Answer:
    if volume["droplet_ids"]:
        raise conflict(
            "A volume that's attached to a Droplet cannot be deleted. Please detach it first before deleting."
        )
    if store.pending_of(volume=volume["id"]):
        raise conflict("The volume has a pending event.")
    untag_all(store, "volume", volume["id"])
    del store.project_of[f"do:volume:{volume['id']}"]
    del store.volumes[volume["id"]]
    return 204, None


@route("DELETE", "volumes/{volume}")
def delete_volume(call: Call, store: Store, volume: str) -> Answer:
    return _remove(store, _volume(store, volume))


@route("DELETE", "volumes")
def delete_by_name(call: Call, store: Store) -> Answer:
    if not call.asked("name") or not call.asked("region"):
        raise unprocessable("Name and region can't be blank")
    found = _matching(call, store)
    if not found:
        raise not_found()
    return _remove(store, found[0])


def _attach(store: Store, volume: Thing, body: Fields) -> Thing:
    number = body.number("droplet_id")
    droplet = store.droplets.get(number)
    if droplet is None:
        raise not_found()
    if droplet["region"] != volume["region"]:
        raise unprocessable("Droplet and volume must be in the same region.")
    if volume["droplet_ids"]:
        raise unprocessable("Volume is already attached to a Droplet.")
    if sum(number in other["droplet_ids"] for other in store.volumes.values()) >= _MOST_VOLUMES:
        raise unprocessable(f"A Droplet can have up to {_MOST_VOLUMES} volumes.")
    refuse_pending(store, number)
    return {"droplet": number}


def _detach(store: Store, volume: Thing, body: Fields) -> Thing:
    number = body.number("droplet_id")
    if number not in volume["droplet_ids"]:
        raise unprocessable("Volume is not attached to the Droplet.")
    refuse_pending(store, number)
    return {"droplet": number}


def _resize(store: Store, volume: Thing, body: Fields) -> Thing:
    size = body.number("size_gigabytes", ..., 1, _LARGEST_GB)
    if size < volume["size_gigabytes"]:
        raise unprocessable("Volumes can only be resized upwards.")
    return {"size": size}


_CHECKS = {"attach": _attach, "detach": _detach, "resize": _resize}


def _ask(store: Store, volume: Thing, body: Fields) -> Answer:
    kind = body.choice("type", _CHECKS)
    if store.pending_of(volume=volume["id"]):
        raise unprocessable("Volume already has a pending event.")
    about: dict[str, Any] = _CHECKS[kind](store, volume, body)
    action = store.begin("volume", f"{kind}_volume", volume["region"], volume=volume["id"], **about)
    return 202, {"action": action_view(action)}


@completes("volume", "attach_volume")
def attached(store: Store, action: Thing) -> None:
    store.volumes[action["about"]["volume"]]["droplet_ids"] = [action["about"]["droplet"]]


@completes("volume", "detach_volume")
def detached(store: Store, action: Thing) -> None:
    store.volumes[action["about"]["volume"]]["droplet_ids"] = []


@completes("volume", "resize_volume")
def resized(store: Store, action: Thing) -> None:
    store.volumes[action["about"]["volume"]]["size_gigabytes"] = action["about"]["size"]


@route("POST", "volumes/{volume}/actions")
def post_action(call: Call, store: Store, volume: str) -> Answer:
    return _ask(store, _volume(store, volume), call.body)


@route("POST", "volumes/actions")
def post_by_name(call: Call, store: Store) -> Answer:
    name, region = call.body.text("volume_name"), call.body.text("region", None)
    named = [volume for volume in store.volumes.values() if volume["name"] == name]
    found = next((volume for volume in named if region in (None, volume["region"])), None)
    if found is None:
        raise not_found()
    return _ask(store, found, call.body)


@route("GET", "volumes/{volume}/actions")
def list_actions(call: Call, store: Store, volume: str) -> Answer:
    return listed_about(call, store, volume=_volume(store, volume)["id"])


@route("GET", "volumes/{volume}/actions/{action}")
def get_action(call: Call, store: Store, volume: str, action: str) -> Answer:
    return 200, {"action": action_view(action_of(store, action, volume=_volume(store, volume)["id"]))}


@route("GET", "volumes/{volume}/snapshots")
def list_snapshots(call: Call, store: Store, volume: str) -> Answer:
    known = _volume(store, volume)["id"]
    own = [snapshot for snapshot in store.volume_snapshots.values() if snapshot["resource_id"] == known]
    return call.listed("snapshots", own, lambda snapshot: snapshot_of_volume(store, snapshot))


@route("POST", "volumes/{volume}/snapshots")
def create_snapshot(call: Call, store: Store, volume: str) -> Answer:
    found, body = _volume(store, volume), call.body
    snapshot = {
        "id": str(uuid.uuid4()),
        "name": body.text("name"),
        "regions": [found["region"]],
        "created_at": stamp(),
        "resource_id": found["id"],
        "min_disk_size": found["size_gigabytes"],
        "size_gigabytes": 0,
    }
    put_tags(store, body.list("tags", None, []), "volume_snapshot", snapshot["id"])
    store.volume_snapshots[snapshot["id"]] = snapshot
    return 201, {"snapshot": snapshot_of_volume(store, snapshot)}


@route("GET", "volumes/snapshots/{snapshot}")
def get_volume_snapshot(call: Call, store: Store, snapshot: str) -> Answer:
    if snapshot not in store.volume_snapshots:
        raise not_found()
    return get_snapshot(call, store, snapshot)


@route("DELETE", "volumes/snapshots/{snapshot}")
def delete_volume_snapshot(call: Call, store: Store, snapshot: str) -> Answer:
    get_volume_snapshot(call, store, snapshot)
    return delete_snapshot(call, store, snapshot)
