"""Cloud firewalls. They are kept and answered, and filter nothing."""

from __future__ import annotations

import ipaddress
import re
import time
import uuid
from typing import Any

from .api import Answer, Call, Fields, bad_request, conflict, not_found, route
from .droplets import droplet_named
from .store import Store, Thing, stamp
from .tags import find_tag, make_tag, tagged_with

_PROTOCOLS = ["tcp", "udp", "icmp"]
_SIDES = {"inbound_rules": "sources", "outbound_rules": "destinations"}
_PLACES = {
    "addresses": str,
    "tags": str,
    "droplet_ids": int,
    "load_balancer_uids": str,
    "kubernetes_ids": str,
}


def _view(store: Store, firewall: Thing) -> Thing:
    waiting = time.time() < firewall["changed"] + store.action_seconds and _covered(store, firewall)
    pending = [{"droplet_id": droplet, "removing": False, "status": "waiting"} for droplet in _covered(store, firewall)]
    shown = {name: value for name, value in firewall.items() if name != "changed"}
    return {**shown, "status": "waiting" if waiting else "succeeded", "pending_changes": pending if waiting else []}


def _covered(store: Store, firewall: Thing) -> list[int]:
    tagged = [int(droplet) for tag in firewall["tags"] for droplet in tagged_with(store, tag, "droplet")]
    return list(dict.fromkeys([*firewall["droplet_ids"], *tagged]))


def _firewall(store: Store, firewall: str) -> Thing:
    if firewall not in store.firewalls:
        raise not_found()
    return store.firewalls[firewall]


def _ports(protocol: str, given: Any) -> str:
    """As the API gives them back: `0` for all of them; ICMP has none."""
    text = str(given or "")
    if protocol != "icmp" and not text:
        raise bad_request(f"ports must be given for {protocol}")
    if protocol == "icmp" or text in ("0", "all"):
        return "0"
    match = re.fullmatch(r"(\d+)(?:-(\d+))?", text)
    if match is None or not 1 <= int(match[1]) <= int(match[2] or match[1]) <= 65_535:
        raise bad_request(f"ports {text} must be a port, a range such as 8000-9000, or all")
    return text


def _address(text: str) -> str:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise bad_request(f"address {text} must be an IP address or a network in CIDR notation") from None
    return text


def _rule(store: Store, given: Any, side: str) -> Thing:
    rule = Fields(given)
    protocol = rule.choice("protocol", _PROTOCOLS)
    places = rule.fields(side)
    kept: Thing = {}
    for name, kind in _PLACES.items():
        found = places.list(name, kind, [])
        if found:
            kept[name] = [_address(text) for text in found] if name == "addresses" else found
    if not kept:
        raise bad_request(f"{side} of a rule must name at least one address, tag, Droplet or load balancer")
    for tag in kept.get("tags", []):
        if find_tag(store, tag) is None:
            raise bad_request(f"tag {tag} does not exist")
    return {"protocol": protocol, "ports": _ports(protocol, rule.given.get("ports")), side: kept}


def _rules(store: Store, body: Fields) -> Thing:
    return {name: [_rule(store, given, side) for given in body.list(name, dict, [])] for name, side in _SIDES.items()}


def _droplet_ids(store: Store, body: Fields, default: Any = ...) -> list[int]:
    given = body.list("droplet_ids", int, default)
    for droplet in given:
        if droplet not in store.droplets:
            raise bad_request(f"droplet {droplet} does not exist")
    return list(dict.fromkeys(given))


def _tags(store: Store, body: Fields, default: Any = ...) -> list[str]:
    return list(dict.fromkeys(make_tag(store, tag)["name"] for tag in body.list("tags", None, default)))


def _wanted(store: Store, body: Fields, other_than: str | None = None) -> Thing:
    name = body.text("name")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]{0,254}", name):
        raise bad_request("name must have letters, digits, dots and dashes only, and begin with a letter or a digit")
    if any(known["name"] == name and known["id"] != other_than for known in store.firewalls.values()):
        raise conflict("duplicate name")
    rules = _rules(store, body)
    if not rules["inbound_rules"] and not rules["outbound_rules"]:
        raise bad_request("at least one rule must be specified")
    return {"name": name, **rules, "droplet_ids": _droplet_ids(store, body, []), "tags": _tags(store, body, [])}


@route("GET", "firewalls")
def list_firewalls(call: Call, store: Store) -> Answer:
    return call.listed("firewalls", store.firewalls.values(), lambda firewall: _view(store, firewall))


@route("POST", "firewalls")
def create_firewall(call: Call, store: Store) -> Answer:
    wanted = _wanted(store, call.body)
    firewall = {"id": str(uuid.uuid4()), "created_at": stamp(), "changed": time.time(), **wanted}
    store.firewalls[firewall["id"]] = firewall
    return 202, {"firewall": _view(store, firewall)}


@route("GET", "firewalls/{firewall}")
def get_firewall(call: Call, store: Store, firewall: str) -> Answer:
    return 200, {"firewall": _view(store, _firewall(store, firewall))}


@route("PUT", "firewalls/{firewall}")
def update_firewall(call: Call, store: Store, firewall: str) -> Answer:
    found = _firewall(store, firewall)
    found.update(_wanted(store, call.body, firewall), changed=time.time())
    return 200, {"firewall": _view(store, found)}


@route("DELETE", "firewalls/{firewall}")
def delete_firewall(call: Call, store: Store, firewall: str) -> Answer:
    del store.firewalls[_firewall(store, firewall)["id"]]
    return 204, None


def _with(firewall: Thing, name: str, items: list[Any]) -> Answer:
    firewall[name] = [*firewall[name], *(item for item in items if item not in firewall[name])]
    firewall["changed"] = time.time()
    return 204, None


def _without(firewall: Thing, name: str, items: list[Any]) -> Answer:
    firewall[name] = [known for known in firewall[name] if known not in items]
    firewall["changed"] = time.time()
    return 204, None


@route("POST", "firewalls/{firewall}/droplets")
def add_droplets(call: Call, store: Store, firewall: str) -> Answer:
    return _with(_firewall(store, firewall), "droplet_ids", _droplet_ids(store, call.body))


@route("DELETE", "firewalls/{firewall}/droplets")
def remove_droplets(call: Call, store: Store, firewall: str) -> Answer:
    return _without(_firewall(store, firewall), "droplet_ids", call.body.list("droplet_ids", int))


@route("POST", "firewalls/{firewall}/tags")
def add_tags(call: Call, store: Store, firewall: str) -> Answer:
    return _with(_firewall(store, firewall), "tags", _tags(store, call.body))


@route("DELETE", "firewalls/{firewall}/tags")
def remove_tags(call: Call, store: Store, firewall: str) -> Answer:
    return _without(_firewall(store, firewall), "tags", call.body.list("tags", str))


@route("POST", "firewalls/{firewall}/rules")
def add_rules(call: Call, store: Store, firewall: str) -> Answer:
    found = _firewall(store, firewall)
    for name, rules in _rules(store, call.body).items():
        _with(found, name, rules)
    return 204, None


@route("DELETE", "firewalls/{firewall}/rules")
def remove_rules(call: Call, store: Store, firewall: str) -> Answer:
    found = _firewall(store, firewall)
    for name, rules in _rules(store, call.body).items():
        _without(found, name, rules)
    return 204, None


@route("GET", "droplets/{droplet}/firewalls")
def list_of_droplet(call: Call, store: Store, droplet: str) -> Answer:
    number = droplet_named(store, droplet)["id"]
    covering = [firewall for firewall in store.firewalls.values() if number in _covered(store, firewall)]
    return call.listed("firewalls", covering, lambda firewall: _view(store, firewall))
