"""Images, and snapshots of droplets and of volumes."""

from __future__ import annotations

from typing import Any

from .actions import action_of, action_view, listed_about
from .api import Answer, Call, not_found, number_of, route, unprocessable
from .catalogue import APPLICATIONS, PUBLIC_IMAGES, region_named
from .droplets import find_image
from .store import Store, Thing, completes
from .tags import tagged_with, tags_of, untag_all


def image_view(store: Store, image: Thing) -> Thing:
    shown = {name: value for name, value in image.items() if name != "droplet"}
    return {**shown, "tags": tags_of(store, "image", image["id"])}


def _found(store: Store, image: str) -> Thing:
    found = find_image(store, image)
    if found is None:
        raise not_found()
    return found


def _own(store: Store, image: str) -> Thing:
    """One that the account may change."""
    found = _found(store, image)
    if found["public"]:
        raise unprocessable("Only images of your account can be changed.")
    return found


@route("GET", "images")
def list_images(call: Call, store: Store) -> Answer:
    public = [image for image in PUBLIC_IMAGES.values() if image["status"] == "available"]
    kind, tag = call.asked("type"), call.asked("tag_name")
    if call.asked("private") == "true":
        found = list(store.images.values())
    elif kind in ("distribution", "application"):
        found = [image for image in public if (image["id"] in APPLICATIONS) == (kind == "application")]
    elif kind:
        raise unprocessable("Type must be one of distribution, application")
    else:
        found = [*public, *store.images.values()]
    if tag is not None:
        found = [image for image in found if str(image["id"]) in tagged_with(store, tag, "image")]
    return call.listed("images", found, lambda image: image_view(store, image))


@route("GET", "images/{image}")
def get_image(call: Call, store: Store, image: str) -> Answer:
    return 200, {"image": image_view(store, _found(store, image))}


@route("PUT", "images/{image}")
def update_image(call: Call, store: Store, image: str) -> Answer:
    found, body = _own(store, image), call.body
    found.update({name: body.text(name) for name in ("name", "distribution", "description") if name in body})
    return 200, {"image": image_view(store, found)}


def _remove(store: Store, image: int) -> None:
    untag_all(store, "image", image)
    del store.images[image]


@route("DELETE", "images/{image}")
def delete_image(call: Call, store: Store, image: str) -> Answer:
    _remove(store, _own(store, image)["id"])
    return 204, None


@route("GET", "images/{image}/actions")
def list_actions(call: Call, store: Store, image: str) -> Answer:
    return listed_about(call, store, image_id=_found(store, image)["id"])


@route("POST", "images/{image}/actions")
def post_action(call: Call, store: Store, image: str) -> Answer:
    found, body = _own(store, image), call.body
    about: Thing = {"image_id": found["id"], "resource_id": found["id"]}
    if body.choice("type", ["transfer", "convert"]) == "transfer":
        about["to"] = region_named(body.text("region"), "Image")
    action = store.begin("image", body.text("type"), about.get("to", found["regions"][0]), **about)
    return 201, {"action": action_view(action)}


@completes("image", "transfer")
def transferred(store: Store, action: Thing) -> None:
    image = store.images.get(action["about"]["image_id"])
    if image is not None and action["about"]["to"] not in image["regions"]:
        image["regions"].append(action["about"]["to"])


@completes("image", "convert")
def converted(store: Store, action: Thing) -> None:
    """A backup that is converted is kept as a snapshot."""
    image = store.images.get(action["about"]["image_id"])
    if image is not None:
        image["type"] = "snapshot"


@route("GET", "images/{image}/actions/{action}")
def get_action(call: Call, store: Store, image: str, action: str) -> Answer:
    return 200, {"action": action_view(action_of(store, action, image_id=number_of(image)))}


def _snapshot_of_droplet(store: Store, image: Thing) -> Thing:
    return {
        "id": str(image["id"]),
        "name": image["name"],
        "created_at": image["created_at"],
        "regions": image["regions"],
        "resource_id": str(image["droplet"]),
        "resource_type": "droplet",
        "min_disk_size": image["min_disk_size"],
        "size_gigabytes": image["size_gigabytes"],
        "tags": tags_of(store, "image", image["id"]),
    }


def snapshot_of_volume(store: Store, snapshot: Thing) -> Thing:
    return {**snapshot, "resource_type": "volume", "tags": tags_of(store, "volume_snapshot", snapshot["id"])}


def _droplet_snapshots(store: Store) -> list[Thing]:
    return [_snapshot_of_droplet(store, image) for image in store.images.values() if image["type"] == "snapshot"]


def _volume_snapshots(store: Store) -> list[Thing]:
    return [snapshot_of_volume(store, snapshot) for snapshot in store.volume_snapshots.values()]


@route("GET", "snapshots")
def list_snapshots(call: Call, store: Store) -> Answer:
    kind = call.asked("resource_type")
    if kind not in (None, "", "droplet", "volume"):
        raise unprocessable("Resource type must be one of droplet, volume")
    droplets: list[Any] = _droplet_snapshots(store) if kind != "volume" else []
    return call.listed("snapshots", [*droplets, *(_volume_snapshots(store) if kind != "droplet" else [])])


@route("GET", "snapshots/{snapshot}")
def get_snapshot(call: Call, store: Store, snapshot: str) -> Answer:
    known = [*_droplet_snapshots(store), *_volume_snapshots(store)]
    found = next((one for one in known if one["id"] == snapshot), None)
    if found is None:
        raise not_found()
    return 200, {"snapshot": found}


@route("DELETE", "snapshots/{snapshot}")
def delete_snapshot(call: Call, store: Store, snapshot: str) -> Answer:
    get_snapshot(call, store, snapshot)
    if snapshot in store.volume_snapshots:
        untag_all(store, "volume_snapshot", snapshot)
        del store.volume_snapshots[snapshot]
    else:
        _remove(store, int(snapshot))
    return 204, None
