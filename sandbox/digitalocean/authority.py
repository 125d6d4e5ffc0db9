"""The authority that signs an account's certificates, in place of Let's Encrypt and of DigitalOcean's own."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from .store import Store

_AUTHORITY_DAYS = 3650


def _named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _authority(store: Store) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    if store.authority is None:
        key = ec.generate_private_key(ec.SECP256R1())
        name, now = _named("Slipway sandbox"), datetime.now(timezone.utc)
        built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        built = built.serial_number(x509.random_serial_number()).not_valid_before(now)
        built = built.not_valid_after(now + timedelta(days=_AUTHORITY_DAYS))
        built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        signed = built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        store.authority = {"key": key.private_bytes(*form).decode(), "certificate": signed.decode()}
    key_read = serialization.load_pem_private_key(store.authority["key"].encode(), None)
    assert isinstance(key_read, ec.EllipticCurvePrivateKey)
    return key_read, x509.load_pem_x509_certificate(store.authority["certificate"].encode())


def authority_certificate(store: Store) -> str:
    """In PEM."""
    return _authority(store)[1].public_bytes(serialization.Encoding.PEM).decode()


def signed_certificate(store: Store, names: list[str], days: int) -> x509.Certificate:
    key, authority = _authority(store)
    now = datetime.now(timezone.utc)
    built = x509.CertificateBuilder().subject_name(_named(names[0][:64])).issuer_name(authority.subject)
    built = built.public_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    built = built.serial_number(x509.random_serial_number()).not_valid_before(now)
    built = built.not_valid_after(now + timedelta(days=days))
    san = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
    return built.add_extension(san, critical=False).sign(key, hashes.SHA256())
