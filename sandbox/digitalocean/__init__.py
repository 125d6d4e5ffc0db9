"""An emulator of DigitalOcean's API v2, as far as Terraform's provider and pydo need it for research groups' servers.

`api.py` answers requests, `store.py` holds what the account has, and each other file is one kind of resource.
"""

from . import (  # noqa: F401  (they register their routes)
    account,
    actions,
    catalogue,
    certificates,
    databases,
    dns,
    droplet_actions,
    droplets,
    firewalls,
    images,
    monitoring,
    projects,
    reserved_ips,
    tags,
    volumes,
    vpcs,
)
from .api import Api
from .droplets import resume
from .engines import Engines, Machine
from .store import Store

__all__ = ["Api", "Engines", "Machine", "Store", "resume"]
