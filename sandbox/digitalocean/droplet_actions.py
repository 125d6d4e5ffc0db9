"""What can be asked of a droplet, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Callable

from .actions import action_of, action_view, listed_about, refuse_pending
from .api import Answer, Call, Fields, not_found, route, unprocessable
from .catalogue import SIZES, size_named
from .droplets import checked_policy, droplet_named, find_image, hostname, image_for, machine_of
from .store import Store, Thing, completes, stamp
from .tags import tagged_with

Check = Callable[[Store, Thing, Fields], Thing]


def _nothing(store: Store, droplet: Thing, body: Fields) -> Thing:
    return {}


def _power_off(store: Store, droplet: Thing, body: Fields) -> Thing:
    if droplet["status"] == "off":
        raise unprocessable("Droplet is already powered off.")
    return {}


def _power_on(store: Store, droplet: Thing, body: Fields) -> Thing:
    if droplet["status"] == "active":
        raise unprocessable("Droplet is already powered on.")
    return {}


def _running(store: Store, droplet: Thing, body: Fields) -> Thing:
    if droplet["status"] == "off":
        raise unprocessable("Droplet is currently off. Please power it on to run this event.")
    return {}


def _resize(store: Store, droplet: Thing, body: Fields) -> Thing:
    size, disk = size_named(body.text("size"), droplet["region"], "Droplet"), body.flag("disk", False)
    if droplet["status"] != "off":
        raise unprocessable("Droplet is currently on. Please power it off to run this event.")
    if size["slug"] == droplet["size"] and (not disk or size["disk"] == droplet["disk"]):
        raise unprocessable("Droplet already has this size.")
    if disk and size["disk"] < droplet["disk"]:
        raise unprocessable("Size can not decrease size of Droplet's disk image")
    if size["disk"] < droplet["disk"]:
        raise unprocessable("Size can not be smaller than the Droplet's original size")
    return {"size": size["slug"], "disk": disk}


def _rename(store: Store, droplet: Thing, body: Fields) -> Thing:
    return {"name": hostname(body.text("name"))}


def _snapshot(store: Store, droplet: Thing, body: Fields) -> Thing:
    return {"name": body.text("name", "") or f"{droplet['name']} {stamp()}"}


def _rebuild(store: Store, droplet: Thing, body: Fields) -> Thing:
    return {"image": image_for(store, body.given.get("image"), SIZES[droplet["size"]], droplet["region"])["id"]}


def _restore(store: Store, droplet: Thing, body: Fields) -> Thing:
    image = store.images.get(body.number("image"))
    if image is None or image["droplet"] != droplet["id"]:
        raise unprocessable("You specified an invalid image: it must be a backup or a snapshot of the Droplet.")
    return {"image": image["id"]}


def _enable_backups(store: Store, droplet: Thing, body: Fields) -> Thing:
    # Of a droplet that has them the policy changes.
    return {"policy": checked_policy(body.fields("backup_policy", None))}


def _change_policy(store: Store, droplet: Thing, body: Fields) -> Thing:
    if droplet["policy"] is None:
        raise unprocessable("Backups are not enabled for this Droplet.")
    return {"policy": checked_policy(body.fields("backup_policy"))}


def _disable_backups(store: Store, droplet: Thing, body: Fields) -> Thing:
    if droplet["policy"] is None:
        raise unprocessable("Backups are not enabled for this Droplet.")
    return {"policy": None}


def _enable_ipv6(store: Store, droplet: Thing, body: Fields) -> Thing:
    if droplet["ipv6"]:
        raise unprocessable("IPv6 is already enabled for this Droplet.")
    return {}


#: What each action needs, and refuses.
_CHECKS: dict[str, Check] = {
    "power_on": _power_on,
    "power_off": _power_off,
    # Unlike power_off, it may be asked of a droplet that is off.
    "shutdown": _nothing,
    "reboot": _running,
    "power_cycle": _nothing,
    "resize": _resize,
    "rename": _rename,
    "snapshot": _snapshot,
    "rebuild": _rebuild,
    "restore": _restore,
    "enable_backups": _enable_backups,
    "change_backup_policy": _change_policy,
    "disable_backups": _disable_backups,
    "enable_ipv6": _enable_ipv6,
    # Each droplet is in a VPC already.
    "enable_private_networking": _nothing,
}


def _ask(store: Store, droplet: Thing, body: Fields) -> Thing:
    kind = body.text("type")
    if kind not in _CHECKS:
        raise unprocessable("You specified an invalid action type.")
    refuse_pending(store, droplet["id"])
    about = _CHECKS[kind](store, droplet, body)
    number = droplet["id"]
    action = store.begin("droplet", kind, droplet["region"], droplet=number, resource_id=number, **about)
    _tell_engine(store, droplet, kind)
    return action


def _tell_engine(store: Store, droplet: Thing, kind: str) -> None:
    if kind in ("power_off", "shutdown", "reboot", "power_cycle"):
        store.engines.power(droplet["id"], False)
    if kind in ("power_on", "reboot", "power_cycle"):
        store.engines.power(droplet["id"], True)
    if kind in ("rebuild", "restore"):
        store.engines.destroy(droplet["id"])
        store.engines.create(replace(machine_of(store, droplet), on=True))
        for reserved in store.reserved_ips.values():
            if reserved["droplet"] == droplet["id"]:
                store.engines.add_address(droplet["id"], reserved["ip"])


def _droplet(store: Store, action: Thing) -> Thing:
    return store.droplets[action["about"]["droplet"]]


@completes("droplet", "power_off", "shutdown")
def is_off(store: Store, action: Thing) -> None:
    _droplet(store, action)["status"] = "off"


@completes("droplet", "power_on", "power_cycle", "reboot")
def is_on(store: Store, action: Thing) -> None:
    _droplet(store, action)["status"] = "active"


@completes("droplet", "resize")
def resized(store: Store, action: Thing) -> None:
    droplet, size = _droplet(store, action), SIZES[action["about"]["size"]]
    droplet["size"] = size["slug"]
    if action["about"]["disk"]:
        droplet["disk"] = size["disk"]


@completes("droplet", "rename")
def renamed(store: Store, action: Thing) -> None:
    _droplet(store, action)["name"] = action["about"]["name"]


@completes("droplet", "enable_backups", "change_backup_policy", "disable_backups")
def policy_changed(store: Store, action: Thing) -> None:
    _droplet(store, action)["policy"] = action["about"]["policy"]


@completes("droplet", "enable_ipv6")
def has_ipv6(store: Store, action: Thing) -> None:
    _droplet(store, action)["ipv6"] = True


@completes("droplet", "snapshot")
def snapshot_taken(store: Store, action: Thing) -> None:
    droplet = _droplet(store, action)
    number = store.next_number()
    store.images[number] = {
        **droplet["image"],
        "id": number,
        "name": action["about"]["name"],
        "slug": None,
        "public": False,
        "type": "snapshot",
        "regions": [droplet["region"]],
        "created_at": stamp(action["completed"]),
        "min_disk_size": droplet["disk"],
        "description": "",
        "status": "available",
        "droplet": droplet["id"],
    }


@completes("droplet", "rebuild", "restore")
def has_other_image(store: Store, action: Thing) -> None:
    droplet = _droplet(store, action)
    droplet["image"] = dict(find_image(store, action["about"]["image"]) or droplet["image"])
    droplet["status"] = "active"


@route("GET", "droplets/{droplet}/actions")
def list_actions(call: Call, store: Store, droplet: str) -> Answer:
    return listed_about(call, store, droplet=droplet_named(store, droplet)["id"])


@route("POST", "droplets/{droplet}/actions")
def post_action(call: Call, store: Store, droplet: str) -> Answer:
    return 201, {"action": action_view(_ask(store, droplet_named(store, droplet), call.body))}


@route("GET", "droplets/{droplet}/actions/{action}")
def get_action(call: Call, store: Store, droplet: str, action: str) -> Answer:
    found = action_of(store, action, droplet=droplet_named(store, droplet)["id"])
    return 200, {"action": action_view(found)}


@route("POST", "droplets/actions")
def post_tagged(call: Call, store: Store) -> Answer:
    tagged: list[Any] = tagged_with(store, call.asked("tag_name") or "", "droplet")
    if not tagged:
        raise not_found()
    droplets = [store.droplets[int(droplet)] for droplet in tagged]
    for droplet in droplets:
        refuse_pending(store, droplet["id"])
    return 201, {"actions": [action_view(_ask(store, droplet, call.body)) for droplet in droplets]}
