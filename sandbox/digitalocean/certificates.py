"""Certificates for load balancers and CDNs: one's own, or those that DigitalOcean has Let's Encrypt sign."""

from __future__ import annotations

import uuid

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from .api import Answer, Call, Fields, not_found, route, unprocessable
from .authority import signed_certificate
from .store import Store, Thing, stamp

_LETS_ENCRYPT_DAYS = 90


def _certificate(store: Store, known: str) -> Thing:
    if known not in store.certificates:
        raise not_found()
    return store.certificates[known]


def _own(body: Fields) -> x509.Certificate:
    try:
        key = serialization.load_pem_private_key(body.text("private_key").encode(), None)
        leaf = x509.load_pem_x509_certificate(body.text("leaf_certificate").encode())
        chain = body.text("certificate_chain", "")
        if chain:
            x509.load_pem_x509_certificates(chain.encode())
    except (ValueError, TypeError) as error:
        raise unprocessable(f"The certificate or its key is not valid PEM: {error}") from None
    if key.public_key() != leaf.public_key():
        raise unprocessable("The private key does not belong to the leaf certificate")
    return leaf


def _names_of(leaf: x509.Certificate) -> list[str]:
    try:
        return leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(
            x509.DNSName
        )
    except x509.ExtensionNotFound:
        return []


def _signed(store: Store, body: Fields) -> x509.Certificate:
    names = body.list("dns_names", str)
    if not names:
        raise unprocessable("Dns names can't be blank")
    for name in names:
        plain = name.removeprefix("*.")
        if not any(plain == domain or plain.endswith(f".{domain}") for domain in store.domains):
            raise unprocessable(f"{name} must belong to a domain of the account: Let's Encrypt asks its records")
    return signed_certificate(store, names, _LETS_ENCRYPT_DAYS)


@route("GET", "certificates")
def list_certificates(call: Call, store: Store) -> Answer:
    name = call.asked("name")
    found = [known for known in store.certificates.values() if name in (None, "", known["name"])]
    return call.listed("certificates", found)


@route("POST", "certificates")
def create_certificate(call: Call, store: Store) -> Answer:
    body, name = call.body, call.body.text("name")
    kind = body.choice("type", ["custom", "lets_encrypt"], "lets_encrypt" if "dns_names" in body else "custom")
    if any(known["name"] == name for known in store.certificates.values()):
        raise unprocessable("Certificate name must be unique")
    leaf = _own(body) if kind == "custom" else _signed(store, body)
    certificate = {
        "id": str(uuid.uuid4()),
        "name": name,
        "not_after": stamp(leaf.not_valid_after_utc.timestamp()),
        "sha1_fingerprint": leaf.fingerprint(hashes.SHA1()).hex(),
        "created_at": stamp(),
        "dns_names": _names_of(leaf),
        "state": "verified",
        "type": kind,
    }
    store.certificates[certificate["id"]] = certificate
    return 201, {"certificate": certificate}


@route("GET", "certificates/{certificate}")
def get_certificate(call: Call, store: Store, certificate: str) -> Answer:
    return 200, {"certificate": _certificate(store, certificate)}


@route("DELETE", "certificates/{certificate}")
def delete_certificate(call: Call, store: Store, certificate: str) -> Answer:
    del store.certificates[_certificate(store, certificate)["id"]]
    return 204, None
