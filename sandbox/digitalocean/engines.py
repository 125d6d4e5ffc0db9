"""What a droplet runs."""

from __future__ import annotations


class Engines:
    """Engines of droplets, told by the API what happens to each. This one runs nothing. No method may take long."""

    def create(self, droplet: int, address: str, private_address: str, keys: list[str], user_data: str) -> None:
        """A droplet was made; `keys` are lines of authorized_keys."""

    def destroy(self, droplet: int) -> None:
        """A droplet was deleted."""

    def power(self, droplet: int, on: bool) -> None:
        """A droplet was switched on or off."""

    def add_address(self, droplet: int, address: str) -> None:
        """A reserved IP was assigned to a droplet, perhaps away from another."""

    def drop_address(self, address: str) -> None:
        """A reserved IP was unassigned."""
