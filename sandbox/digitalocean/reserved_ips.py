"""Reserved IPs: addresses that stay while they move from droplet to droplet."""

from __future__ import annotations

import ipaddress

from .actions import action_link, action_of, action_view, listed_about, refuse_pending
from .addresses import free_reserved
from .api import Answer, Call, Fields, not_found, route, unprocessable
from .catalogue import REGIONS, region_named
from .droplets import droplet_view
from .projects import adopt, project_id_of
from .store import Store, Thing, completes


def _view(store: Store, reserved: Thing) -> Thing:
    droplet = store.droplets.get(reserved["droplet"])
    return {
        "ip": reserved["ip"],
        "droplet": None if droplet is None else droplet_view(store, droplet),
        "region": REGIONS[reserved["region"]],
        "locked": bool(store.pending_of(reserved_ip=reserved["ip"])),
        "project_id": project_id_of(store, f"do:reservedip:{reserved['ip']}"),
    }


def _reserved(store: Store, address: str) -> Thing:
    if address not in store.reserved_ips:
        raise not_found()
    return store.reserved_ips[address]


def _refuse_pending(store: Store, address: str) -> None:
    if store.pending_of(reserved_ip=address):
        raise unprocessable("The reserved IP already has a pending event.")


def _droplet(store: Store, body: Fields) -> Thing:
    droplet = store.droplets.get(body.number("droplet_id"))
    if droplet is None:
        raise not_found()
    refuse_pending(store, droplet["id"])
    if any(reserved["droplet"] == droplet["id"] for reserved in store.reserved_ips.values()):
        raise unprocessable("The Droplet already has a reserved IP.")
    return droplet


@route("GET", "reserved_ips")
def list_reserved(call: Call, store: Store) -> Answer:
    return call.listed("reserved_ips", store.reserved_ips.values(), lambda reserved: _view(store, reserved))


@route("POST", "reserved_ips")
def create_reserved(call: Call, store: Store) -> Answer:
    body = call.body
    droplet = _droplet(store, body) if "droplet_id" in body else None
    region = droplet["region"] if droplet else region_named(body.text("region"), "reserved IP")
    reserved: Thing = {"ip": free_reserved(store), "region": region, "droplet": None}
    adopt(store, f"do:reservedip:{reserved['ip']}", body.text("project_id", "") or None)
    store.reserved_ips[reserved["ip"]] = reserved
    links: Thing = {}
    if droplet:
        action = _assign(store, reserved, droplet)
        own = {"id": droplet["id"], "rel": "droplet", "href": call.url(f"droplets/{droplet['id']}")}
        links = {"droplets": [own], "actions": [action_link(call, action, "assign_ip")]}
    return 202, {"reserved_ip": _view(store, reserved), "links": links}


@route("GET", "reserved_ips/{address}")
def get_reserved(call: Call, store: Store, address: str) -> Answer:
    return 200, {"reserved_ip": _view(store, _reserved(store, address))}


@route("DELETE", "reserved_ips/{address}")
def delete_reserved(call: Call, store: Store, address: str) -> Answer:
    reserved = _reserved(store, address)
    _refuse_pending(store, address)
    if reserved["droplet"] is not None:
        store.engines.drop_address(address)
    del store.project_of[f"do:reservedip:{address}"]
    del store.reserved_ips[address]
    return 204, None


def _assign(store: Store, reserved: Thing, droplet: Thing) -> Thing:
    store.engines.add_address(droplet["id"], reserved["ip"])
    return _begin(store, reserved, "assign_ip", droplet=droplet["id"])


def _begin(store: Store, reserved: Thing, kind: str, **about: int) -> Thing:
    # The API's id of an address is the number that it is.
    number = int(ipaddress.ip_address(reserved["ip"]))
    named = {"reserved_ip": reserved["ip"], "resource_id": number}
    return store.begin("reserved_ip", kind, reserved["region"], **named, **about)


@completes("reserved_ip", "assign_ip")
def assigned(store: Store, action: Thing) -> None:
    store.reserved_ips[action["about"]["reserved_ip"]]["droplet"] = action["about"]["droplet"]


@completes("reserved_ip", "unassign_ip")
def unassigned(store: Store, action: Thing) -> None:
    store.reserved_ips[action["about"]["reserved_ip"]]["droplet"] = None


@route("GET", "reserved_ips/{address}/actions")
def list_actions(call: Call, store: Store, address: str) -> Answer:
    return listed_about(call, store, reserved_ip=_reserved(store, address)["ip"])


@route("POST", "reserved_ips/{address}/actions")
def post_action(call: Call, store: Store, address: str) -> Answer:
    reserved, body = _reserved(store, address), call.body
    kind = body.choice("type", ["assign", "unassign"])
    _refuse_pending(store, address)
    if kind == "assign":
        droplet = _droplet(store, body)
        if droplet["region"] != reserved["region"]:
            raise unprocessable("The reserved IP and the Droplet must be in the same region.")
        return 201, {"action": action_view(_assign(store, reserved, droplet))}
    if reserved["droplet"] is None:
        raise unprocessable("The reserved IP is not assigned to a Droplet.")
    refuse_pending(store, reserved["droplet"])
    store.engines.drop_address(address)
    return 201, {"action": action_view(_begin(store, reserved, "unassign_ip", droplet=reserved["droplet"]))}


@route("GET", "reserved_ips/{address}/actions/{action}")
def get_action(call: Call, store: Store, address: str, action: str) -> Answer:
    return 200, {"action": action_view(action_of(store, action, reserved_ip=_reserved(store, address)["ip"]))}
