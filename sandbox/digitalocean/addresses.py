"""Addresses: of ranges that no public network uses, so that nothing on the internet is ever meant."""

from __future__ import annotations

import ipaddress
import secrets

from .store import Store, Thing

PUBLIC = ipaddress.IPv4Network("10.213.0.0/16")
RESERVED = ipaddress.IPv4Network("10.214.0.0/16")
#: Documentation's prefix: it is routed nowhere.
_PUBLIC_V6 = "2001:db8:213::"


def _free(network: ipaddress.IPv4Network, taken: set[str]) -> str:
    """At random, so that two sandboxes of one machine rarely choose the same."""
    while True:
        # The first hundred stay free, for gateways.
        address = str(network[100 + secrets.randbelow(network.num_addresses - 101)])
        if address not in taken:
            return address


def free_public(store: Store) -> str:
    return _free(PUBLIC, {droplet["public"] for droplet in store.droplets.values()})


def free_reserved(store: Store) -> str:
    return _free(RESERVED, set(store.reserved_ips))


def free_private(store: Store, vpc: Thing) -> str | None:
    """The lowest one; the first is the VPC's gateway."""
    network = ipaddress.IPv4Network(vpc["ip_range"])
    taken = {droplet["private"] for droplet in store.droplets.values() if droplet["vpc"] == vpc["id"]}
    hosts = (str(network[at]) for at in range(2, network.num_addresses - 1))
    return next((address for address in hosts if address not in taken), None)


def v6_of(droplet: int) -> str:
    return str(ipaddress.ip_address(_PUBLIC_V6) + droplet)


def interface(address: str, network: ipaddress.IPv4Network, kind: str) -> Thing:
    return {
        "ip_address": address,
        "netmask": str(network.netmask),
        "gateway": str(network[1]),
        "type": kind,
    }
