"""Domains and their records. They are kept and answered; no name server serves them."""

from __future__ import annotations

import ipaddress
import re
from typing import Any

from .api import Answer, Call, Fields, not_found, number_of, route, unprocessable
from .projects import adopt
from .store import Store, Thing

_TTL = 1800
_LEAST_TTL = 30
_MOST = 65_535
_SERVERS = ["ns1.digitalocean.com", "ns2.digitalocean.com", "ns3.digitalocean.com"]
_TYPES = ["A", "AAAA", "CAA", "CNAME", "MX", "NS", "SOA", "SRV", "TXT"]
#: Types whose data is a host's name.
_NAMING = {"CNAME", "MX", "NS", "SRV", "CAA"}
_CAA_TAGS = ["issue", "issuewild", "iodef"]
_LABEL = r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST = re.compile(rf"{_LABEL}(\.{_LABEL})*")
#: What a type needs beside its data, with the largest value.
_NUMBERS = {
    "MX": {"priority": _MOST},
    "SRV": {"priority": _MOST, "port": _MOST, "weight": _MOST},
    "CAA": {"flags": 255},
}


def _domain(store: Store, name: str) -> Thing:
    if name.lower() not in store.domains:
        raise not_found()
    return store.domains[name.lower()]


def _record(domain: Thing, record: str) -> Thing:
    found = domain["records"].get(number_of(record))
    if found is None:
        raise not_found()
    return found


def _zone_file(domain: Thing) -> str:
    name = domain["name"]
    lines = [f"$ORIGIN {name}.", f"$TTL {domain['ttl']}"]
    lines.append(
        f"{name}. IN SOA {_SERVERS[0]}. hostmaster.{name}. {domain['serial']} 10800 3600 604800 {domain['ttl']}"
    )
    for record in domain["records"].values():
        if record["type"] == "SOA":
            continue
        host = f"{name}." if record["name"] == "@" else f"{record['name']}.{name}."
        order = ("priority", "weight", "port", "flags", "tag")
        values = [str(record[key]) for key in order if record[key] is not None]
        data = record["data"]
        named = f"{name}." if data == "@" else f"{data}."
        values.append(
            named if record["type"] in _NAMING - {"CAA"} else f'"{data}"' if record["type"] in ("TXT", "CAA") else data
        )
        lines.append(f"{host} {record['ttl']} IN {record['type']} {' '.join(values)}")
    return "\n".join(lines) + "\n"


def _view(domain: Thing) -> Thing:
    return {"name": domain["name"], "ttl": domain["ttl"], "zone_file": _zone_file(domain)}


def _add(store: Store, domain: Thing, kind: str, name: str, data: str, **more: Any) -> Thing:
    record: Thing = {"id": store.next_number(), "type": kind, "name": name, "data": data, "priority": None}
    record |= {"port": None, "ttl": _TTL, "weight": None, "flags": None, "tag": None, **more}
    domain["records"][record["id"]] = record
    domain["serial"] += 1
    return record


@route("GET", "domains")
def list_domains(call: Call, store: Store) -> Answer:
    return call.listed("domains", store.domains.values(), _view)


@route("POST", "domains")
def create_domain(call: Call, store: Store) -> Answer:
    name, address = call.body.text("name").lower(), call.body.text("ip_address", "")
    if len(name) > 253 or not _HOST.fullmatch(name) or "." not in name:
        raise unprocessable("Name Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)")
    if name in store.domains:
        raise unprocessable("Name already exists")
    if address:
        _address(address, 4)
    domain: Thing = {"name": name, "ttl": _TTL, "serial": 1, "records": {}}
    _add(store, domain, "SOA", "@", str(_TTL))
    for server in _SERVERS:
        _add(store, domain, "NS", "@", server)
    if address:
        _add(store, domain, "A", "@", address)
    store.domains[name] = domain
    adopt(store, f"do:domain:{name}")
    return 201, {"domain": {**_view(domain), "ttl": _TTL}}


@route("GET", "domains/{name}")
def get_domain(call: Call, store: Store, name: str) -> Answer:
    return 200, {"domain": _view(_domain(store, name))}


@route("DELETE", "domains/{name}")
def delete_domain(call: Call, store: Store, name: str) -> Answer:
    found = _domain(store, name)["name"]
    del store.project_of[f"do:domain:{found}"]
    del store.domains[found]
    return 204, None


def _address(text: str, version: int) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        address = None
    if address is None or address.version != version:
        example = "127.0.0.1" if version == 4 else "2001:db8::ff00:42:8329"
        raise unprocessable(f"IP address did not match IPv{version} format (e.g. {example}).")
    return text


def _name(domain: Thing, given: str) -> str:
    """Relative to the domain; it may be given as a whole name with a dot at its end."""
    name = given.lower()
    own = f"{domain['name']}."
    if name in ("@", own):
        return "@"
    if name.endswith("."):
        if not name.endswith(f".{own}"):
            raise unprocessable("Name must belong to the domain")
        name = name[: -len(own) - 1]
    plain = name.removeprefix("*.")
    if name != "*" and not _HOST.fullmatch(plain):
        raise unprocessable("Name Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)")
    return name


def _data(domain: Thing, kind: str, given: str, tag: str | None) -> str:
    if kind in ("A", "AAAA"):
        return _address(given, 4 if kind == "A" else 6)
    if kind == "TXT" and len(given) > 4096:
        raise unprocessable("Data is too long (maximum is 4096 characters)")
    if kind not in _NAMING or given == "@" or tag == "iodef":
        return given
    # godo's users know this sentence: what is answered has no dot at its end, and cannot be sent back.
    if not given.endswith("."):
        raise unprocessable("Data needs to end with a dot (.)")
    host = given[:-1]
    if not _HOST.fullmatch(host):
        raise unprocessable("Data must be a valid hostname")
    return "@" if host.lower() == domain["name"] else host


def _refuse_neighbours(domain: Thing, record: Thing) -> None:
    same = [
        known for known in domain["records"].values() if known["name"] == record["name"] and known["id"] != record["id"]
    ]
    if same and (record["type"] == "CNAME" or any(known["type"] == "CNAME" for known in same)):
        raise unprocessable("CNAME records cannot share a name with other records")
    keys = ("type", "data", "priority", "port", "weight", "flags", "tag")
    if any(all(known[key] == record[key] for key in keys) for known in same):
        raise unprocessable("Record already exists")


def _numbers(kind: str, body: Fields, before: Thing) -> Thing:
    wanted = _NUMBERS.get(kind, {})
    numbers: Thing = {name: None for name in ("priority", "port", "weight", "flags")}
    for name, most in wanted.items():
        default = ... if before[name] is None else before[name]
        numbers[name] = body.number(name, default, 0, most)
    return numbers


def _wanted(domain: Thing, before: Thing, body: Fields) -> Thing:
    """A record as it is to be: what the request says, else what was."""
    kind = before["type"]
    tag = body.choice("tag", _CAA_TAGS, before["tag"] or ...) if kind == "CAA" else None
    record = {**before, **_numbers(kind, body, before), "tag": tag}
    record["name"] = _name(domain, body.text("name", before["name"]))
    record["ttl"] = body.number("ttl", before["ttl"], _LEAST_TTL)
    if "data" in body or not before["data"]:
        record["data"] = _data(domain, kind, body.text("data"), tag)
    if kind == "SOA" and record["name"] != "@":
        raise unprocessable("Name of a SOA record can't be changed")
    return record


def _keep(domain: Thing, record: Thing) -> Thing:
    _refuse_neighbours(domain, record)
    domain["records"][record["id"]] = record
    domain["serial"] += 1
    # Records of one name and type have one TTL (RFC 2181): the last one given.
    for other in domain["records"].values():
        if (other["name"], other["type"]) == (record["name"], record["type"]):
            other["ttl"] = record["ttl"]
    if record["type"] == "SOA":
        domain["ttl"] = record["ttl"]
    return record


@route("GET", "domains/{name}/records")
def list_records(call: Call, store: Store, name: str) -> Answer:
    found, domain = _domain(store, name), _domain(store, name)["name"]
    asked, kind = call.asked("name"), call.asked("type")
    if asked is not None:
        # It is asked for as a whole name.
        asked = asked.rstrip(".").lower()
        asked = "@" if asked in ("@", domain) else asked.removesuffix(f".{domain}")
    records = [
        record
        for record in found["records"].values()
        if asked in (None, record["name"]) and kind in (None, "", record["type"])
    ]
    return call.listed("domain_records", records)


@route("POST", "domains/{name}/records")
def create_record(call: Call, store: Store, name: str) -> Answer:
    domain, body = _domain(store, name), call.body
    kind = body.choice("type", _TYPES)
    if kind == "SOA":
        raise unprocessable("A domain has one SOA record, which can be changed but not added")
    before = {"id": 0, "type": kind, "name": "@" if kind == "NS" else ..., "data": "", "ttl": _TTL, "tag": None}
    before |= {"priority": None, "port": None, "weight": None, "flags": None}
    record = _wanted(domain, before, body)
    _refuse_neighbours(domain, record)
    record["id"] = store.next_number()
    return 201, {"domain_record": _keep(domain, record)}


@route("GET", "domains/{name}/records/{record}")
def get_record(call: Call, store: Store, name: str, record: str) -> Answer:
    return 200, {"domain_record": _record(_domain(store, name), record)}


def _change(call: Call, store: Store, name: str, record: str) -> Answer:
    domain, body = _domain(store, name), call.body
    before = _record(domain, record)
    if "type" in body and body.text("type") != before["type"]:
        raise unprocessable("Type of a record can't be changed")
    return 200, {"domain_record": _keep(domain, _wanted(domain, before, body))}


@route("PUT", "domains/{name}/records/{record}")
def update_record(call: Call, store: Store, name: str, record: str) -> Answer:
    return _change(call, store, name, record)


@route("PATCH", "domains/{name}/records/{record}")
def patch_record(call: Call, store: Store, name: str, record: str) -> Answer:
    return _change(call, store, name, record)


@route("DELETE", "domains/{name}/records/{record}")
def delete_record(call: Call, store: Store, name: str, record: str) -> Answer:
    domain = _domain(store, name)
    found = _record(domain, record)
    if found["type"] == "SOA":
        raise unprocessable("The SOA record can't be deleted")
    del domain["records"][found["id"]]
    domain["serial"] += 1
    return 204, None
