"""Regions, sizes and public images, with DigitalOcean's slugs and prices. What is retired is listed, but not sold."""

from __future__ import annotations

from typing import Any

from .api import Answer, Call, route, unprocessable
from .store import Store, Thing

#: Slug, name, and whether new droplets may be made there.
_REGIONS = [
    ("nyc1", "New York 1", True),
    ("nyc2", "New York 2", True),
    ("nyc3", "New York 3", True),
    ("ams2", "Amsterdam 2", False),
    ("ams3", "Amsterdam 3", True),
    ("sfo1", "San Francisco 1", False),
    ("sfo2", "San Francisco 2", True),
    ("sfo3", "San Francisco 3", True),
    ("sgp1", "Singapore 1", True),
    ("lon1", "London 1", True),
    ("fra1", "Frankfurt 1", True),
    ("tor1", "Toronto 1", True),
    ("blr1", "Bangalore 1", True),
    ("syd1", "Sydney 1", True),
    ("atl1", "Atlanta 1", True),
]
_FEATURES = ["backups", "ipv6", "metadata", "install_agent", "storage", "image_transfer"]

#: Slug, MiB of memory, processors, GB of disk, TB of transfer, dollars a month.
_SIZES = [
    ("Basic", "s-1vcpu-512mb-10gb", 512, 1, 10, 0.5, 4),
    ("Basic", "s-1vcpu-1gb", 1024, 1, 25, 1, 6),
    ("Basic", "s-1vcpu-2gb", 2048, 1, 50, 2, 12),
    ("Basic", "s-2vcpu-2gb", 2048, 2, 60, 3, 18),
    ("Basic", "s-2vcpu-4gb", 4096, 2, 80, 4, 24),
    ("Basic", "s-4vcpu-8gb", 8192, 4, 160, 5, 48),
    ("Basic", "s-8vcpu-16gb", 16384, 8, 320, 6, 96),
    ("Basic AMD", "s-1vcpu-1gb-amd", 1024, 1, 25, 1, 7),
    ("Basic AMD", "s-1vcpu-2gb-amd", 2048, 1, 50, 2, 14),
    ("Basic AMD", "s-2vcpu-2gb-amd", 2048, 2, 60, 3, 21),
    ("Basic AMD", "s-2vcpu-4gb-amd", 4096, 2, 80, 4, 28),
    ("Basic AMD", "s-4vcpu-8gb-amd", 8192, 4, 160, 5, 56),
    ("Basic AMD", "s-8vcpu-16gb-amd", 16384, 8, 320, 6, 112),
    ("Basic Intel", "s-1vcpu-1gb-intel", 1024, 1, 25, 1, 7),
    ("Basic Intel", "s-1vcpu-2gb-intel", 2048, 1, 50, 2, 14),
    ("Basic Intel", "s-2vcpu-2gb-intel", 2048, 2, 60, 3, 21),
    ("Basic Intel", "s-2vcpu-4gb-intel", 4096, 2, 80, 4, 28),
    ("Basic Intel", "s-4vcpu-8gb-intel", 8192, 4, 160, 5, 56),
    ("Basic Intel", "s-8vcpu-16gb-intel", 16384, 8, 320, 6, 112),
    ("CPU-Optimized", "c-2", 4096, 2, 25, 4, 42),
    ("CPU-Optimized", "c-4", 8192, 4, 50, 5, 84),
    ("CPU-Optimized", "c-8", 16384, 8, 100, 6, 168),
    ("CPU-Optimized", "c-16", 32768, 16, 200, 7, 336),
    ("CPU-Optimized", "c-32", 65536, 32, 400, 9, 672),
    ("General Purpose", "g-2vcpu-8gb", 8192, 2, 25, 4, 63),
    ("General Purpose", "g-4vcpu-16gb", 16384, 4, 50, 5, 126),
    ("General Purpose", "g-8vcpu-32gb", 32768, 8, 100, 6, 252),
    ("General Purpose", "g-16vcpu-64gb", 65536, 16, 200, 7, 504),
    ("General Purpose", "g-32vcpu-128gb", 131072, 32, 400, 8, 1008),
    ("Memory-Optimized", "m-2vcpu-16gb", 16384, 2, 50, 4, 84),
    ("Memory-Optimized", "m-4vcpu-32gb", 32768, 4, 100, 6, 168),
    ("Memory-Optimized", "m-8vcpu-64gb", 65536, 8, 200, 7, 336),
    ("Memory-Optimized", "m-16vcpu-128gb", 131072, 16, 400, 8, 672),
    ("Legacy Basic", "512mb", 512, 1, 20, 1, 5),
    ("Legacy Basic", "1gb", 1024, 1, 30, 2, 10),
    ("Legacy Basic", "2gb", 2048, 2, 40, 3, 20),
    ("Legacy Basic", "4gb", 4096, 2, 60, 4, 40),
    ("Legacy Basic", "8gb", 8192, 4, 80, 5, 80),
]
_RETIRED = "Legacy Basic"
#: DigitalOcean's month has 672 hours.
_MONTH_HOURS = 672

#: Id, slug, distribution, name, whether it is an application, GB of disk, whether it is still sold.
_IMAGES = [
    (106433672, "debian-11-x64", "Debian", "11 x64", False, 7, False),
    (112929408, "ubuntu-20-04-x64", "Ubuntu", "20.04 (LTS) x64", False, 7, False),
    (112929454, "ubuntu-22-04-x64", "Ubuntu", "22.04 (LTS) x64", False, 7, True),
    (155133621, "ubuntu-24-04-x64", "Ubuntu", "24.04 (LTS) x64", False, 7, True),
    (129211873, "debian-12-x64", "Debian", "12 x64", False, 7, True),
    (198210377, "debian-13-x64", "Debian", "13 x64", False, 7, True),
    (119383150, "rockylinux-9-x64", "Rocky Linux", "9 x64", False, 10, True),
    (119383157, "almalinux-9-x64", "AlmaLinux", "AlmaLinux 9", False, 10, True),
    (195932981, "fedora-42-x64", "Fedora", "42 x64", False, 15, True),
    (109676450, "centos-stream-9-x64", "CentOS", "Stream 9 x64", False, 10, True),
    (87786318, "docker-20-04", "Ubuntu", "Docker 19.03.12 on Ubuntu 20.04", True, 25, True),
    (134311623, "docker-22-04", "Ubuntu", "Docker on Ubuntu 22.04", True, 25, True),
    (160232537, "lemp-20-04", "Ubuntu", "LEMP on Ubuntu 20.04", True, 25, True),
]
_IMAGES_MADE = "2026-01-15T00:00:00Z"


def _size(family: str, slug: str, memory: int, vcpus: int, disk: int, transfer: float, monthly: int) -> Thing:
    sold = family != _RETIRED
    return {
        "slug": slug,
        "memory": memory,
        "vcpus": vcpus,
        "disk": disk,
        "transfer": float(transfer),
        "price_monthly": float(monthly),
        "price_hourly": round(monthly / _MONTH_HOURS, 5),
        "regions": [region for region, _, available in _REGIONS if available] if sold else [],
        "available": sold,
        "description": family,
        "networking_throughput": 2000,
        "disk_info": [{"type": "local", "size": {"amount": disk, "unit": "gib"}}],
    }


def _image(number: int, slug: str, distribution: str, name: str, application: bool, disk: int, sold: bool) -> Thing:
    return {
        "id": number,
        "name": name,
        "distribution": distribution,
        "slug": slug,
        "public": True,
        "regions": [region for region, _, available in _REGIONS if available],
        "created_at": _IMAGES_MADE,
        "min_disk_size": disk,
        "type": "snapshot" if application else "base",
        "size_gigabytes": round(disk / 10, 2),
        "description": name if application else f"{distribution} {name}",
        "tags": [],
        "status": "available" if sold else "retired",
        "error_message": "",
    }


SIZES: dict[str, Thing] = {row[1]: _size(*row) for row in _SIZES}
PUBLIC_IMAGES: dict[int, Thing] = {row[0]: _image(*row) for row in _IMAGES}
APPLICATIONS = {row[0] for row in _IMAGES if row[4]}
REGIONS: dict[str, Thing] = {
    slug: {
        "slug": slug,
        "name": name,
        "features": list(_FEATURES),
        "available": available,
        "sizes": [size for size, about in SIZES.items() if slug in about["regions"]],
    }
    for slug, name, available in _REGIONS
}


def region_named(slug: Any, what: str) -> str:
    """A region in which something may be made."""
    if slug not in REGIONS:
        raise unprocessable(f"You specified an invalid region for {what} creation.")
    if not REGIONS[slug]["available"]:
        raise unprocessable(f"Region {slug} is not available for {what} creation.")
    return slug


def size_named(slug: str, region: str, what: str) -> Thing:
    if slug not in SIZES:
        raise unprocessable(f"You specified an invalid size for {what} creation.")
    if region not in SIZES[slug]["regions"]:
        raise unprocessable("Size is not available in this region.")
    return SIZES[slug]


def public_image(slug: str) -> Thing | None:
    return next((image for image in PUBLIC_IMAGES.values() if image["slug"] == slug), None)


@route("GET", "regions")
def list_regions(call: Call, store: Store) -> Answer:
    return call.listed("regions", REGIONS.values())


@route("GET", "sizes")
def list_sizes(call: Call, store: Store) -> Answer:
    return call.listed("sizes", SIZES.values())
