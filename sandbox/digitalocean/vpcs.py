"""Private networks. A region has a default one as soon as something is made there."""

from __future__ import annotations

import ipaddress
import re
import uuid
from typing import Iterable

from .addresses import PUBLIC, RESERVED
from .api import Answer, Call, Fields, conflict, forbidden, not_found, route, unprocessable
from .catalogue import region_named
from .store import Store, Thing, stamp

_PRIVATE = [ipaddress.IPv4Network(range_) for range_ in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]
#: DigitalOcean keeps the first four for itself.
_KEPT = [
    *(ipaddress.IPv4Network(range_) for range_ in ("10.244.0.0/16", "10.245.0.0/16", "10.246.0.0/24", "10.229.0.0/16")),
    PUBLIC,
    RESERVED,
]
_LARGEST, _SMALLEST, _USUAL = 16, 28, 20
#: Where ranges that nobody chose begin.
_CHOSEN_FROM = ipaddress.IPv4Network("10.104.0.0/13")


def default_vpc(store: Store, region: str) -> Thing:
    found = next((vpc for vpc in store.vpcs.values() if vpc["region"] == region and vpc["default"]), None)
    return found or _make(store, f"default-{region}", region, "", str(_free_range(store)), True)


def vpc_for(store: Store, vpc: str | None, region: str) -> Thing:
    """The VPC that a new resource names, or its region's default one."""
    default = default_vpc(store, region)
    if not vpc:
        return default
    found = store.vpcs.get(vpc)
    if found is None or found["region"] != region:
        raise unprocessable("You specified an invalid VPC: it must exist in the resource's region.")
    return found


def _free_range(store: Store) -> ipaddress.IPv4Network:
    taken = [ipaddress.IPv4Network(vpc["ip_range"]) for vpc in store.vpcs.values()]
    free = (range_ for range_ in _CHOSEN_FROM.subnets(new_prefix=_USUAL) if not _overlaps(range_, taken))
    chosen = next(free, None)
    if chosen is None:
        raise unprocessable("No range of addresses is left for another VPC; name one as ip_range")
    return chosen


def _overlaps(range_: ipaddress.IPv4Network, others: Iterable[ipaddress.IPv4Network]) -> bool:
    return any(range_.overlaps(other) for other in others)


def _range_given(store: Store, text: str) -> str:
    try:
        range_ = ipaddress.IPv4Network(text)
    except ValueError:
        raise unprocessable("ip_range is not a valid network in CIDR notation") from None
    if not any(range_.subnet_of(private) for private in _PRIVATE):
        raise unprocessable("ip_range must be in a range of private addresses (RFC 1918)")
    if not _LARGEST <= range_.prefixlen <= _SMALLEST:
        raise unprocessable(f"ip_range must be between /{_LARGEST} and /{_SMALLEST}")
    if _overlaps(range_, _KEPT):
        raise unprocessable("This range/size overlaps with a reserved range")
    if _overlaps(range_, (ipaddress.IPv4Network(vpc["ip_range"]) for vpc in store.vpcs.values())):
        raise unprocessable("This range/size overlaps with another VPC network in your account")
    return str(range_)


def _make(store: Store, name: str, region: str, description: str, range_: str, default: bool) -> Thing:
    vpc: Thing = {"id": str(uuid.uuid4()), "name": name, "description": description, "region": region}
    vpc |= {"urn": f"do:vpc:{vpc['id']}", "ip_range": range_, "created_at": stamp(), "default": default}
    store.vpcs[vpc["id"]] = vpc
    return vpc


def _name(store: Store, body: Fields, other_than: str | None = None) -> str:
    name = body.text("name")
    if not re.fullmatch(r"[A-Za-z0-9.-]+", name):
        raise unprocessable("Name may contain alphanumeric characters, dashes and periods only")
    if any(vpc["name"] == name and vpc["id"] != other_than for vpc in store.vpcs.values()):
        raise unprocessable("Name has already been taken")
    return name


def _description(body: Fields) -> str:
    description = body.text("description", "")
    if len(description) > 255:
        raise unprocessable("Description is too long (maximum is 255 characters)")
    return description


def _vpc(store: Store, vpc: str) -> Thing:
    if vpc not in store.vpcs:
        raise not_found()
    return store.vpcs[vpc]


def _members(store: Store, vpc: Thing) -> list[Thing]:
    droplets = [("droplet", droplet) for droplet in store.droplets.values() if droplet["vpc"] == vpc["id"]]
    databases = [("dbaas", base) for base in store.databases.values() if base["private_network_uuid"] == vpc["id"]]
    return [
        {"urn": f"do:{kind}:{member['id']}", "name": member["name"], "created_at": member["created_at"]}
        for kind, member in [*droplets, *databases]
    ]


@route("GET", "vpcs")
def list_vpcs(call: Call, store: Store) -> Answer:
    return call.listed("vpcs", store.vpcs.values())


@route("POST", "vpcs")
def create_vpc(call: Call, store: Store) -> Answer:
    body = call.body
    name, region = _name(store, body), region_named(body.text("region"), "VPC")
    default_vpc(store, region)
    given = body.text("ip_range", "")
    range_ = _range_given(store, given) if given else str(_free_range(store))
    return 201, {"vpc": _make(store, name, region, _description(body), range_, False)}


@route("GET", "vpcs/{vpc}")
def get_vpc(call: Call, store: Store, vpc: str) -> Answer:
    return 200, {"vpc": _vpc(store, vpc)}


def _change(store: Store, vpc: Thing, body: Fields) -> Answer:
    changes: Thing = {"name": _name(store, body, vpc["id"])} if "name" in body else {}
    if "description" in body:
        changes["description"] = _description(body)
    if body.flag("default", False) and not vpc["default"]:
        default_vpc(store, vpc["region"])["default"] = False
        changes["default"] = True
    vpc.update(changes)
    return 200, {"vpc": vpc}


@route("PUT", "vpcs/{vpc}")
def update_vpc(call: Call, store: Store, vpc: str) -> Answer:
    found, body = _vpc(store, vpc), call.body
    body.text("name")
    # What is left out is emptied.
    return _change(store, found, Fields({"description": "", **body.given}))


@route("PATCH", "vpcs/{vpc}")
def patch_vpc(call: Call, store: Store, vpc: str) -> Answer:
    return _change(store, _vpc(store, vpc), call.body)


@route("DELETE", "vpcs/{vpc}")
def delete_vpc(call: Call, store: Store, vpc: str) -> Answer:
    found = _vpc(store, vpc)
    if found["default"]:
        raise forbidden("Can not delete default VPCs")
    if _members(store, found):
        raise conflict("Can not delete VPC with members")
    del store.vpcs[vpc]
    return 204, None


@route("GET", "vpcs/{vpc}/members")
def list_members(call: Call, store: Store, vpc: str) -> Answer:
    kind = call.asked("resource_type")
    wanted = {"database": "dbaas"}.get(kind or "", kind)
    members = [member for member in _members(store, _vpc(store, vpc)) if not wanted or f":{wanted}:" in member["urn"]]
    return call.listed("members", members)
