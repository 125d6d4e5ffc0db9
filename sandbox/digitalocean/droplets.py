"""Droplets: made, listed and deleted. What is done to one meanwhile is in droplet_actions.py."""

from __future__ import annotations

import ipaddress
import re
from datetime import datetime, timedelta, timezone
from typing import Any

from .account import find_key
from .actions import action_link, refuse_pending
from .addresses import PUBLIC, free_private, free_public, interface, v6_of
from .api import Answer, Call, Fields, not_found, number_of, route, unprocessable
from .catalogue import PUBLIC_IMAGES, REGIONS, SIZES, public_image, region_named, size_named
from .engines import Machine
from .projects import adopt
from .store import Store, Thing, completes, stamp
from .tags import make_tag, put_tags, tagged_with, tags_of, untag_all
from .vpcs import vpc_for

DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
HOURS = [0, 4, 8, 12, 16, 20]
_WINDOW_HOURS = 4
#: How many days a plan keeps its backups.
_RETENTION = {"weekly": 28, "daily": 7}


def find_image(store: Store, given: Any) -> Thing | None:
    """By slug or by id, public or of this account."""
    if isinstance(given, str) and not given.isdecimal():
        return public_image(given)
    return PUBLIC_IMAGES.get(int(given)) or store.images.get(int(given)) if given is not None else None


def image_for(store: Store, given: Any, size: Thing, region: str) -> Thing:
    """An image of which a droplet can be made."""
    found = find_image(store, given) if isinstance(given, (str, int)) and not isinstance(given, bool) else None
    if found is None or found["status"] == "retired":
        raise unprocessable("You specified an invalid image for Droplet creation.")
    if region not in found["regions"]:
        raise unprocessable("Image is not available in this region.")
    if found["min_disk_size"] > size["disk"]:
        raise unprocessable("This size is too small for the image's disk.")
    return found


def hostname(name: Any) -> str:
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", name):
        raise unprocessable("Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)")
    return name


def policy_of(given: Fields | None) -> Thing:
    if given is None:
        return {"plan": "weekly", "weekday": "SUN", "hour": 0}
    plan = given.choice("plan", ["weekly", "daily"])
    policy = {"plan": plan, "hour": given.number("hour", 0)}
    if policy["hour"] not in HOURS:
        raise unprocessable(f"Hour must be one of {', '.join(map(str, HOURS))}")
    # godo sends an empty weekday with a daily plan.
    return policy if plan == "daily" else {**policy, "weekday": given.text("weekday", "SUN") or "SUN"}


def checked_policy(given: Fields | None) -> Thing:
    policy = policy_of(given)
    if policy.get("weekday", "SUN") not in DAYS:
        raise unprocessable(f"Weekday must be one of {', '.join(DAYS)}")
    return policy


def _next_window(policy: Thing) -> Thing:
    now = datetime.now(timezone.utc)
    start = now.replace(hour=policy["hour"], minute=0, second=0, microsecond=0)
    while start <= now or policy.get("weekday", DAYS[(start.weekday() + 1) % 7]) != DAYS[(start.weekday() + 1) % 7]:
        start += timedelta(days=1)
    return {"start": stamp(start.timestamp()), "end": stamp(start.timestamp() + _WINDOW_HOURS * 3600)}


def policy_view(droplet: Thing) -> Thing:
    policy = droplet["policy"]
    if policy is None:
        return {"droplet_id": droplet["id"], "backup_enabled": False, "backup_policy": None, "next_backup_window": None}
    days = {"window_length_hours": _WINDOW_HOURS, "retention_period_days": _RETENTION[policy["plan"]]}
    return {
        "droplet_id": droplet["id"],
        "backup_enabled": True,
        "backup_policy": {**policy, **days},
        "next_backup_window": _next_window(policy),
    }


def images_from(store: Store, droplet: int, kind: str) -> list[Thing]:
    return [image for image in store.images.values() if image["droplet"] == droplet and image["type"] == kind]


def droplet_view(store: Store, droplet: Thing) -> Thing:
    number, size = droplet["id"], SIZES[droplet["size"]]
    snapshots = [image["id"] for image in images_from(store, number, "snapshot")]
    return {
        "id": number,
        "name": droplet["name"],
        "memory": size["memory"],
        "vcpus": size["vcpus"],
        "disk": droplet["disk"],
        "disk_info": [{"type": "local", "size": {"amount": droplet["disk"], "unit": "gib"}}],
        "locked": bool(store.pending_of(droplet=number)),
        "status": droplet["status"],
        "kernel": None,
        "created_at": droplet["created_at"],
        "features": _features(droplet),
        "backup_ids": [],
        "next_backup_window": _next_window(droplet["policy"]) if droplet["policy"] else None,
        "snapshot_ids": snapshots,
        "image": _image_view(droplet["image"]),
        "volume_ids": [volume["id"] for volume in store.volumes.values() if number in volume["droplet_ids"]],
        "size": size,
        "size_slug": droplet["size"],
        "networks": _networks(store, droplet),
        "region": REGIONS[droplet["region"]],
        "tags": tags_of(store, "droplet", number),
        "vpc_uuid": droplet["vpc"],
    }


def _image_view(image: Thing) -> Thing:
    return {name: value for name, value in image.items() if name != "droplet"}


def _features(droplet: Thing) -> list[str]:
    has = {
        "backups": droplet["policy"] is not None,
        "ipv6": droplet["ipv6"],
        "monitoring": droplet["monitoring"],
        "private_networking": True,
        "droplet_agent": droplet["agent"],
    }
    return [name for name, there in has.items() if there]


def _networks(store: Store, droplet: Thing) -> Thing:
    """Known when it has been made, not before."""
    if droplet["status"] == "new":
        return {"v4": [], "v6": []}
    range_ = ipaddress.IPv4Network(store.vpcs[droplet["vpc"]]["ip_range"])
    v4 = [interface(droplet["private"], range_, "private")]
    if droplet["public"]:
        v4.append(interface(droplet["public"], PUBLIC, "public"))
    v6 = [{"ip_address": v6_of(droplet["id"]), "netmask": 64, "gateway": v6_of(1), "type": "public"}]
    return {"v4": v4, "v6": v6 if droplet["ipv6"] else []}


def machine_of(store: Store, droplet: Thing) -> Machine:
    prefix = store.vpcs[droplet["vpc"]]["ip_range"].split("/")[1]
    private, on = f"{droplet['private']}/{prefix}", droplet["status"] != "off"
    return Machine(droplet["id"], droplet["public"], private, droplet["keys"], droplet["user_data"], on)


def resume(store: Store) -> None:
    """Tells the engines what the account holds."""
    held = [(reserved["ip"], reserved["droplet"]) for reserved in store.reserved_ips.values() if reserved["droplet"]]
    store.engines.resume([machine_of(store, droplet) for droplet in store.droplets.values()], held)


def droplet_named(store: Store, droplet: str) -> Thing:
    found = store.droplets.get(number_of(droplet))
    if found is None:
        raise not_found()
    return found


def _matching(call: Call, store: Store) -> list[Thing]:
    found = list(store.droplets.values())
    name, tag = call.asked("name"), call.asked("tag_name")
    if name is not None:
        found = [droplet for droplet in found if droplet["name"].lower() == name.lower()]
    if tag is not None:
        tagged = tagged_with(store, tag, "droplet")
        found = [droplet for droplet in found if str(droplet["id"]) in tagged]
    return found


@route("GET", "droplets")
def list_droplets(call: Call, store: Store) -> Answer:
    # The emulator's catalogue has no sizes with GPUs.
    found = [] if call.asked("type") == "gpus" else _matching(call, store)
    return call.listed("droplets", found, lambda droplet: droplet_view(store, droplet))


def _wanted(store: Store, body: Fields) -> Thing:
    """What all the droplets of a request have in common; refused before any of them is made."""
    region = region_named(body.text("region"), "Droplet")
    size = size_named(body.text("size"), region, "Droplet")
    image = image_for(store, body.given.get("image"), size, region)
    keys = []
    for given in body.list("ssh_keys", (str, int), []):
        key = find_key(store, given)
        if key is None:
            raise unprocessable(f"{given} are invalid key identifiers for Droplet creation.")
        keys.append(key["public_key"])
    volumes = []
    for given in body.list("volumes", (str, dict), []):
        volume = store.volumes.get(given if isinstance(given, str) else str(given.get("id")))
        if volume is None or volume["region"] != region or volume["droplet_ids"]:
            raise unprocessable(
                "You specified an invalid volume: it must exist in the Droplet's region and be detached."
            )
        volumes.append(volume["id"])
    tags = body.list("tags", None, [])
    for tag in tags:
        make_tag(store, tag)
    user_data = body.text("user_data", "")
    if len(user_data.encode()) > 65_536:
        raise unprocessable("User data is too long (maximum is 64 KiB)")
    policy = body.fields("backup_policy", None)
    if policy is not None and not body.flag("backups", False):
        raise unprocessable("A backup policy needs backups to be enabled.")
    return {
        "region": region,
        "size": size["slug"],
        "disk": size["disk"],
        "image": dict(image),
        "vpc": vpc_for(store, body.text("vpc_uuid", ""), region)["id"],
        "policy": checked_policy(policy) if body.flag("backups", False) else None,
        "ipv6": body.flag("ipv6", False),
        "monitoring": body.flag("monitoring", False),
        "agent": body.flag("with_droplet_agent", True),
        "user_data": user_data,
        "keys": keys,
        "tags": tags,
        "volumes": volumes,
        "has_public": body.flag("public_networking", True),
    }


def _make(store: Store, name: str, wanted: Thing) -> tuple[Thing, Thing]:
    private = free_private(store, store.vpcs[wanted["vpc"]])
    if private is None:
        raise unprocessable("The VPC has no address left.")
    own = {key: value for key, value in wanted.items() if key not in ("tags", "volumes", "has_public")}
    droplet: Thing = {"id": store.next_number(), "name": name, "status": "new", "created_at": stamp(), **own}
    droplet |= {"public": free_public(store) if wanted["has_public"] else "", "private": private}
    store.droplets[droplet["id"]] = droplet
    put_tags(store, wanted["tags"], "droplet", droplet["id"])
    adopt(store, f"do:droplet:{droplet['id']}")
    action = store.begin("droplet", "create", droplet["region"], droplet=droplet["id"], resource_id=droplet["id"])
    action["about"]["volumes"] = wanted["volumes"]
    store.engines.create(machine_of(store, droplet))
    return droplet, action


@completes("droplet", "create")
def created(store: Store, action: Thing) -> None:
    store.droplets[action["about"]["droplet"]]["status"] = "active"
    for volume in action["about"]["volumes"]:
        if volume in store.volumes:
            store.volumes[volume]["droplet_ids"] = [action["about"]["droplet"]]


@route("POST", "droplets")
def create_droplets(call: Call, store: Store) -> Answer:
    body = call.body
    names = body.list("names", None, None)
    if names is not None and not 1 <= len(names) <= 10:
        raise unprocessable("Names must have between 1 and 10 elements")
    several = [hostname(name) for name in names] if names is not None else [hostname(body.text("name"))]
    wanted = _wanted(store, body)
    if wanted["volumes"] and len(several) > 1:
        raise unprocessable("Volumes can only be attached to a single Droplet")
    made = [_make(store, name, wanted) for name in several]
    views = [droplet_view(store, droplet) for droplet, _ in made]
    rel = "create" if names is None else "multiple_create"
    links = {"actions": [action_link(call, action, rel) for _, action in made]}
    return 202, {"droplet": views[0], "links": links} if names is None else {"droplets": views, "links": links}


@route("GET", "droplets/{droplet}")
def get_droplet(call: Call, store: Store, droplet: str) -> Answer:
    return 200, {"droplet": droplet_view(store, droplet_named(store, droplet))}


def _remove(store: Store, droplet: Thing) -> None:
    number = droplet["id"]
    store.drop_actions_of(number)
    for volume in store.volumes.values():
        volume["droplet_ids"] = [known for known in volume["droplet_ids"] if known != number]
    for reserved in store.reserved_ips.values():
        if reserved["droplet"] == number:
            reserved["droplet"] = None
            store.engines.drop_address(reserved["ip"])
    for firewall in store.firewalls.values():
        firewall["droplet_ids"] = [known for known in firewall["droplet_ids"] if known != number]
    untag_all(store, "droplet", number)
    del store.project_of[f"do:droplet:{number}"]
    del store.droplets[number]
    store.engines.destroy(number)


@route("DELETE", "droplets/{droplet}")
def delete_droplet(call: Call, store: Store, droplet: str) -> Answer:
    found = droplet_named(store, droplet)
    refuse_pending(store, found["id"])
    _remove(store, found)
    return 204, None


@route("DELETE", "droplets")
def delete_tagged(call: Call, store: Store) -> Answer:
    if call.asked("tag_name") is None:
        raise unprocessable("Tag name can't be blank")
    found = _matching(call, store)
    if not found:
        raise not_found()
    for droplet in found:
        refuse_pending(store, droplet["id"])
    for droplet in found:
        _remove(store, droplet)
    return 204, None


@route("GET", "droplets/{droplet}/neighbors")
def list_neighbors(call: Call, store: Store, droplet: str) -> Answer:
    """Droplets on the same hardware: here all of an account are."""
    own = droplet_named(store, droplet)
    others = [other for other in store.droplets.values() if other["id"] != own["id"]]
    return 200, {"droplets": [droplet_view(store, other) for other in others if other["region"] == own["region"]]}


@route("GET", "droplets/{droplet}/kernels")
def list_kernels(call: Call, store: Store, droplet: str) -> Answer:
    """Droplets have their own kernels since 2017."""
    droplet_named(store, droplet)
    return call.listed("kernels", [])


def _list_images(call: Call, store: Store, droplet: str, kind: str, key: str) -> Answer:
    return call.listed(key, images_from(store, droplet_named(store, droplet)["id"], kind), _image_view)


@route("GET", "droplets/{droplet}/snapshots")
def list_snapshots(call: Call, store: Store, droplet: str) -> Answer:
    return _list_images(call, store, droplet, "snapshot", "snapshots")


@route("GET", "droplets/{droplet}/backups")
def list_backups(call: Call, store: Store, droplet: str) -> Answer:
    return _list_images(call, store, droplet, "backup", "backups")


@route("GET", "droplets/{droplet}/backups/policy")
def get_policy(call: Call, store: Store, droplet: str) -> Answer:
    return 200, {"policy": policy_view(droplet_named(store, droplet))}


@route("GET", "droplets/backups/policies")
def list_policies(call: Call, store: Store) -> Answer:
    status, answer = call.listed("policies", store.droplets.values(), policy_view)
    return status, {**answer, "policies": {str(policy["droplet_id"]): policy for policy in answer["policies"]}}


@route("GET", "droplets/backups/supported_policies")
def list_supported(call: Call, store: Store) -> Answer:
    plans = [
        {
            "name": plan,
            "possible_window_starts": HOURS,
            "window_length_hours": _WINDOW_HOURS,
            "retention_period_days": days,
            "possible_days": DAYS if plan == "weekly" else [],
        }
        for plan, days in _RETENTION.items()
    ]
    return 200, {"supported_policies": plans}
