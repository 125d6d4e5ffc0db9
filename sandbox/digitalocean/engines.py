"""What a droplet runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable


@dataclass(frozen=True)
class Machine:
    """A droplet as its engine has to know it."""

    number: int
    #: Empty for one without public networking.
    address: str
    #: With the length of its VPC's prefix: `10.10.0.2/24`.
    private: str
    #: Lines of authorized_keys.
    keys: list[str]
    user_data: str
    on: bool


class Engines:
    """Engines of droplets, told by the API what happens to each, which waits for them. This one runs nothing."""

    def create(self, machine: Machine) -> None:
        """A droplet was made."""

    def destroy(self, number: int) -> None:
        """A droplet was deleted."""

    def power(self, number: int, on: bool) -> None:
        """A droplet was switched on or off."""

    def add_address(self, number: int, address: str) -> None:
        """A reserved IP was assigned to a droplet, perhaps away from another."""

    def drop_address(self, address: str) -> None:
        """A reserved IP was unassigned."""

    def resume(self, machines: Iterable[Machine], reserved: Iterable[tuple[str, int]]) -> None:
        """The account was read: these are its droplets, and its reserved IPs with the droplets that have them."""

    def stop(self) -> None:
        """The server ends."""
