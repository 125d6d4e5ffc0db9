"""Tags, and what has them."""

from __future__ import annotations

import re
from typing import Any

from .api import Answer, Call, not_found, route, unprocessable
from .store import Store, Thing

#: What a tag can be put on: its kind in a request, the key of its count in an answer, and the path of one of it.
_KINDS = {
    "droplet": ("droplets", "droplets"),
    "image": ("images", "images"),
    "volume": ("volumes", "volumes"),
    "volume_snapshot": ("volume_snapshots", "snapshots"),
    "database": ("databases", "databases"),
}


def exists(store: Store, kind: str, resource: str) -> bool:
    if kind in ("droplet", "image"):
        held = store.droplets if kind == "droplet" else store.images
        return resource.isdecimal() and int(resource) in held
    held_by_id = {"volume": store.volumes, "volume_snapshot": store.volume_snapshots, "database": store.databases}
    return resource in held_by_id[kind]


def find_tag(store: Store, name: str) -> Thing | None:
    """The tag of that name in any case: its first spelling stays."""
    return next((tag for known, tag in store.tags.items() if known.lower() == name.lower()), None)


def make_tag(store: Store, name: Any) -> Thing:
    if not isinstance(name, str) or not re.fullmatch(r"[\w:-]{1,255}", name, re.ASCII):
        raise unprocessable(
            f"Tag name {name} is invalid: letters, numbers, colons, dashes and underscores are allowed."
        )
    found = find_tag(store, name)
    if found is None:
        found = store.tags[name] = {"name": name, "resources": {kind: [] for kind in _KINDS}}
    return found


def put_tag(store: Store, name: Any, kind: str, resource: Any) -> None:
    tagged = make_tag(store, name)["resources"][kind]
    if str(resource) not in tagged:
        tagged.append(str(resource))


def put_tags(store: Store, names: Any, kind: str, resource: Any) -> None:
    for name in names or []:
        put_tag(store, name, kind, resource)


def tags_of(store: Store, kind: str, resource: Any) -> list[str]:
    return [name for name, tag in store.tags.items() if str(resource) in tag["resources"][kind]]


def tagged_with(store: Store, name: str, kind: str) -> list[str]:
    tag = find_tag(store, name)
    return [] if tag is None else tag["resources"][kind]


def untag_all(store: Store, kind: str, resource: Any) -> None:
    for tag in store.tags.values():
        tag["resources"][kind] = [known for known in tag["resources"][kind] if known != str(resource)]


def _view(call: Call, tag: Thing) -> Thing:
    resources: Thing = {"count": sum(len(tagged) for tagged in tag["resources"].values())}
    for kind, (key, path) in _KINDS.items():
        tagged = tag["resources"][kind]
        resources[key] = {"count": len(tagged)}
        if tagged:
            resources["last_tagged_uri"] = resources[key]["last_tagged_uri"] = call.url(f"{path}/{tagged[-1]}")
    return {"name": tag["name"], "resources": resources}


def _tag(store: Store, name: str) -> Thing:
    if name not in store.tags:
        raise not_found()
    return store.tags[name]


@route("GET", "tags")
def list_tags(call: Call, store: Store) -> Answer:
    return call.listed("tags", store.tags.values(), lambda tag: _view(call, tag))


@route("POST", "tags")
def create_tag(call: Call, store: Store) -> Answer:
    return 201, {"tag": _view(call, make_tag(store, call.body.text("name")))}


@route("GET", "tags/{name}")
def get_tag(call: Call, store: Store, name: str) -> Answer:
    return 200, {"tag": _view(call, _tag(store, name))}


@route("DELETE", "tags/{name}")
def delete_tag(call: Call, store: Store, name: str) -> Answer:
    del store.tags[_tag(store, name)["name"]]
    for holder in [*store.firewalls.values(), *store.alert_policies.values()]:
        holder["tags"] = [known for known in holder["tags"] if known != name]
    return 204, None


def _resources(call: Call, store: Store) -> list[tuple[str, str]]:
    found = []
    for resource in call.body.list("resources", dict):
        kind, known = resource.get("resource_type"), str(resource.get("resource_id"))
        if kind not in _KINDS:
            raise unprocessable(f"Resource type {kind} must be one of {', '.join(_KINDS)}")
        if not exists(store, kind, known):
            raise not_found()
        found.append((kind, known))
    return found


@route("POST", "tags/{name}/resources")
def tag_resources(call: Call, store: Store, name: str) -> Answer:
    tag = _tag(store, name)
    for kind, resource in _resources(call, store):
        put_tag(store, tag["name"], kind, resource)
    return 204, None


@route("DELETE", "tags/{name}/resources")
def untag_resources(call: Call, store: Store, name: str) -> Answer:
    tagged = _tag(store, name)["resources"]
    for kind, resource in _resources(call, store):
        tagged[kind] = [known for known in tagged[kind] if known != resource]
    return 204, None
