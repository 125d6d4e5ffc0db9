"""The account itself, and its SSH keys."""

from __future__ import annotations

import base64
import binascii
import hashlib

from .api import Answer, Call, not_found, route, unprocessable
from .store import Store, Thing

_KEY_TYPES = [
    "ssh-rsa",
    "ssh-dss",
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
] + ["sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"]


@route("GET", "account")
def get_account(call: Call, store: Store) -> Answer:
    account = {
        "droplet_limit": 25,
        "floating_ip_limit": 5,
        "reserved_ip_limit": 5,
        "volume_limit": 100,
        "email": "sandbox@slipway.invalid",
        "name": "Sandbox",
        "uuid": store.account_id,
        "email_verified": True,
        "status": "active",
        "status_message": "",
        "team": {"name": "Sandbox", "uuid": store.account_id},
    }
    return 200, {"account": account}


def fingerprint_of(public_key: str) -> str:
    """MD5 of the key's bytes, as `ssh-keygen -l -E md5` prints it."""
    parts = public_key.split()
    if len(parts) < 2 or parts[0] not in _KEY_TYPES:
        raise unprocessable("Key invalid type, we support 'ssh-rsa', 'ssh-dss', 'ssh-ed25519' and 'ecdsa-sha2-nistp…'")
    try:
        content = base64.b64decode(parts[1], validate=True)
    except binascii.Error:
        content = b""
    name = parts[0].encode()
    # The bytes begin with the type's name again, and its length.
    if content[: 4 + len(name)] != len(name).to_bytes(4, "big") + name:
        raise unprocessable("Key invalid, the key's data does not belong to its type")
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))


def find_key(store: Store, key: str | int) -> Thing | None:
    """By id or by fingerprint."""
    return next((known for known in store.keys.values() if str(key) in (str(known["id"]), known["fingerprint"])), None)


def key_named(store: Store, key: str) -> Thing:
    found = find_key(store, key)
    if found is None:
        raise not_found()
    return found


def _refuse_name(store: Store, name: str, other_than: int | None = None) -> None:
    if any(key["name"] == name and key["id"] != other_than for key in store.keys.values()):
        raise unprocessable("SSH Key name is already in use on your account")


@route("GET", "account/keys")
def list_keys(call: Call, store: Store) -> Answer:
    return call.listed("ssh_keys", store.keys.values())


@route("POST", "account/keys")
def create_key(call: Call, store: Store) -> Answer:
    name, public_key = call.body.text("name"), call.body.text("public_key")
    fingerprint = fingerprint_of(public_key)
    if find_key(store, fingerprint):
        raise unprocessable("SSH Key is already in use on your account")
    _refuse_name(store, name)
    key = {"id": store.next_number(), "fingerprint": fingerprint, "public_key": public_key.strip(), "name": name}
    store.keys[key["id"]] = key
    return 201, {"ssh_key": key}


@route("GET", "account/keys/{key}")
def get_key(call: Call, store: Store, key: str) -> Answer:
    return 200, {"ssh_key": key_named(store, key)}


@route("PUT", "account/keys/{key}")
def update_key(call: Call, store: Store, key: str) -> Answer:
    found, name = key_named(store, key), call.body.text("name")
    _refuse_name(store, name, found["id"])
    found["name"] = name
    return 200, {"ssh_key": found}


@route("DELETE", "account/keys/{key}")
def delete_key(call: Call, store: Store, key: str) -> Answer:
    del store.keys[key_named(store, key)["id"]]
    return 204, None
