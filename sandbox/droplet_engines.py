"""An engine for each droplet: a network namespace with an sshd and a dockerd, on Linux as root.

All of a droplet's processes are in a PID and a mount namespace of its own. Their first one ends with the sandbox's
server, and the kernel ends the others with it: containers too, and what they have mounted.
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from glob import glob
from typing import Any, Callable, Iterable

import yaml
from digitalocean import Engines, Machine

_PROGRAMS = ["dockerd", "docker", "ip", "iptables", "sshd", "ssh-keygen", "nsenter", "unshare", "setpriv", "mount"]
#: sshd wants to be started by its whole path, which is not in every user's PATH.
_PLACES = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
#: The machine's side of each droplet's only link: an address that is never routed.
_GATEWAY = "169.254.213.1"
_PUBLIC = "10.213.0.0/16"
_STOP_SECONDS = 10
_CREATE_SECONDS = 5
#: What the name of a socket may have at most, with the longest one that dockerd makes in a droplet's folder.
_SOCKET_BYTES = 107
_LONGEST_SOCKET = "400000000/exec/containerd/containerd-debug.sock.ttrpc"
_CGROUPS = "/sys/fs/cgroup"

#: The first process of a droplet. What it mounts is gone with it.
_INIT = """
set -e
mkdir -p /run/containerd /run/sshd /etc/docker
mount -t tmpfs tmpfs /run/containerd
mount --bind "$FOLDER/passwd" /etc/passwd
# An engine's identity is there, and settings that the machine's own is meant to have.
mount --bind "$FOLDER/etc" /etc/docker
trap 'kill -TERM $engine; wait $engine; exit 0' TERM
"$SSHD" -D -e -f "$FOLDER/sshd_config" >>"$FOLDER/sshd.log" 2>&1 &
set +e
while :; do
  rm -f "$FOLDER/docker.pid"
  dockerd "$@" >>"$FOLDER/dockerd.log" 2>&1 &
  engine=$!
  wait $engine
  sleep 1
done
"""

_CLOUD_INIT = """#!/bin/sh
# Stands for cloud-init: the droplet is ready when its engine answers.
[ "$1" = status ] || { echo "the sandbox's cloud-init knows status only, got $1" >&2; exit 1; }
ready() { docker --host DOCKER_HOST version >/dev/null 2>&1; }
[ "$2" = --wait ] && until ready; do sleep 0.2; done
if ready; then echo "status: done"; else echo "status: running"; fi
"""


class NoEngines(Exception):
    """Why this machine can run none."""


def engines_in(folder: str | None, listen: str, say: Callable[[str], None]) -> Engines:
    """Engines that run, if this machine can; else ones that do nothing, and a line that says why."""
    try:
        if folder is None:
            raise NoEngines("no --droplets folder was given")
        if not ipaddress.ip_address({"localhost": "127.0.0.1"}.get(listen, listen)).is_loopback:
            # A droplet's key is a key to this machine, and the API gives droplets to anyone.
            raise NoEngines(f"the sandbox must listen on this machine only, got {listen}")
        return DropletEngines(folder, say)
    except NoEngines as reason:
        say(f"droplets have no engine: {reason}")
        return Engines()


class CloudConfig:
    """The keys and users of a droplet's user_data. Nothing else of it is done: it would change this machine."""

    def __init__(self, user_data: str) -> None:
        try:
            given = yaml.safe_load(user_data) if user_data.startswith("#cloud-config") else None
        except yaml.YAMLError:
            given = None
        config: dict[str, Any] = given if isinstance(given, dict) else {}
        listed = config.get("users")
        self.users = [user for user in listed if isinstance(user, dict)] if isinstance(listed, list) else []
        keys = config.get("ssh_keys")
        own = keys if isinstance(keys, dict) else {}
        self.host_key: str | None = own.get("ed25519_private")
        self.authorized = [key for holder in [config, *self.users] for key in self.keys_of(holder)]

    @staticmethod
    def keys_of(holder: dict[str, Any]) -> list[str]:
        keys = holder.get("ssh_authorized_keys", holder.get("ssh-authorized-keys"))
        return [str(key) for key in keys] if isinstance(keys, list) else []

    def names(self) -> list[str]:
        return [str(user["name"]) for user in self.users if user.get("name") not in (None, "root", "default")]


class DropletEngines(Engines):
    """One worker does all of it, in the order in which it was asked for: the API does not wait."""

    def __init__(self, folder: str, say: Callable[[str], None]) -> None:
        self.folder = os.path.abspath(folder)
        self.say = say
        self.environment = {**os.environ, "PATH": ":".join([os.environ.get("PATH", ""), *_PLACES])}
        self.refuse()
        #: What this sandbox makes on the machine carries it in its name.
        self.mark = hashlib.sha256(self.folder.encode()).hexdigest()[:6]
        self.bridge = f"slw{self.mark}"
        self.machines: dict[int, Machine] = {}
        self.running: dict[int, subprocess.Popen[bytes]] = {}
        self.addresses: dict[str, int] = {}
        self.worker = ThreadPoolExecutor(max_workers=1)
        self.stopping = False
        self.clean()

    def refuse(self) -> None:
        # Whoever reaches the API could become root by a droplet with a key of their own.
        if os.environ.get("SLIPWAY_DROPLET_ENGINES") != "on":
            raise NoEngines("SLIPWAY_DROPLET_ENGINES is not on")
        if sys.platform != "linux":
            raise NoEngines("they need Linux")
        if os.geteuid() != 0:
            raise NoEngines("they need root")
        missing = [name for name in _PROGRAMS if shutil.which(name, path=self.environment["PATH"]) is None]
        if missing:
            raise NoEngines(f"{', '.join(missing)} must be installed")
        if len(os.path.join(self.folder, _LONGEST_SOCKET).encode()) > _SOCKET_BYTES:
            raise NoEngines(f"the path of {self.folder} is too long for their sockets")

    # -- what the API says

    def create(self, machine: Machine) -> None:
        # Whoever asks an address that is not there yet waits for minutes; one that refuses is asked again.
        wait([self.later(self.make, machine)], _CREATE_SECONDS)

    def destroy(self, number: int) -> None:
        self.later(self.remove, number)

    def power(self, number: int, on: bool) -> None:
        self.later(self.switch_on if on else self.switch_off, number)

    def add_address(self, number: int, address: str) -> None:
        self.later(self.move, address, number)

    def drop_address(self, address: str) -> None:
        self.later(self.take_away, address)

    def resume(self, machines: Iterable[Machine], reserved: Iterable[tuple[str, int]]) -> None:
        for machine in machines:
            self.later(self.make, machine)
        for address, number in reserved:
            self.add_address(number, address)

    def stop(self) -> None:
        """Ends all of them, and leaves their folders for the next start."""
        self.stopping = True
        # By the worker: a droplet's first process ends with the thread that started it.
        self.worker.submit(self.end_all).result()

    def later(self, work: Callable[..., None], *given: Any) -> Future[None]:
        def done() -> None:
            if self.stopping:
                return
            try:
                work(*given)
            except Exception as error:  # a droplet without an engine is no reason to stop the others
                self.say(f"droplet engines: {work.__name__} of {given[0]} failed: {error}")

        return self.worker.submit(done)

    # -- what the worker does

    def make(self, machine: Machine) -> None:
        if not machine.address:
            raise ValueError("a droplet without public networking has no engine")
        self.machines[machine.number] = machine
        self.write(machine, CloudConfig(machine.user_data))
        self.link(machine)
        if machine.on:
            self.switch_on(machine.number)

    def end_all(self) -> None:
        for process in self.running.values():
            self.ask_init(process)
        deadline = time.monotonic() + _STOP_SECONDS
        for process in self.running.values():
            self.ended(process, max(0.0, deadline - time.monotonic()))
        self.clean()

    def remove(self, droplet: int) -> None:
        machine, process = self.machines.pop(droplet, None), self.running.pop(droplet, None)
        if machine is None:
            return
        if process:
            process.kill()
            process.wait()
        for address in [known for known, holder in self.addresses.items() if holder == droplet]:
            self.take_away(address)
        self.route("del", machine.address)
        self.unlink(self.namespace(droplet))
        self.forget_cgroups(self.namespace(droplet))
        shutil.rmtree(self.place(droplet), ignore_errors=True)

    def switch_on(self, droplet: int) -> None:
        running = self.running.get(droplet)
        if running is not None and running.poll() is None:
            return
        place, namespace = self.place(droplet), self.namespace(droplet)
        within = {"--data-root": "data", "--exec-root": "exec", "--pidfile": "docker.pid"}
        engine = ["--host", self.host(droplet), "--cgroup-parent", f"/{namespace}", "--shutdown-timeout", "5"]
        engine += [f"{option}={os.path.join(place, name)}" for option, name in within.items()]
        # systemd's would ask the machine's systemd, for which a process in here has another number.
        engine += ["--exec-opt", "native.cgroupdriver=cgroupfs"]
        apart = ["unshare", "--mount", "--propagation", "slave", "--pid", "--fork", "--kill-child", "--mount-proc"]
        command = ["setpriv", "--pdeathsig", "KILL", "--", "nsenter", f"--net=/run/netns/{namespace}", *apart]
        sshd = shutil.which("sshd", path=self.environment["PATH"]) or "sshd"
        # What the machine's administrator set for another engine is not meant for this one.
        clean = {name: value for name, value in self.environment.items() if not name.startswith("DOCKER_")}
        with open(os.path.join(place, "init.log"), "ab") as log:
            self.running[droplet] = subprocess.Popen(
                [*command, "sh", "-c", _INIT, "droplet", *engine],
                env={**clean, "FOLDER": place, "SSHD": sshd},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def switch_off(self, droplet: int) -> None:
        process = self.running.pop(droplet, None)
        if process:
            # It goes to the first process of the namespace: unshare itself takes no notice.
            self.ask_init(process)
            self.ended(process, _STOP_SECONDS)

    def move(self, address: str, droplet: int) -> None:
        self.take_away(address)
        self.inside(droplet, "ip", "address", "add", f"{address}/32", "dev", "eth0")
        self.addresses[address] = droplet
        self.route("replace", address)
        # Where it was is remembered for a minute.
        self.run("ip", "neighbour", "flush", "to", address, "dev", self.bridge)

    def take_away(self, address: str) -> None:
        droplet = self.addresses.pop(address, None)
        if droplet is not None:
            self.inside(droplet, "ip", "address", "delete", f"{address}/32", "dev", "eth0")
            self.route("del", address)

    # -- files

    def place(self, droplet: int) -> str:
        return os.path.join(self.folder, str(droplet))

    def host(self, droplet: int) -> str:
        return f"unix://{self.place(droplet)}/docker.sock"

    def write(self, machine: Machine, config: CloudConfig) -> None:
        droplet, keys = machine.number, [*machine.keys, *config.authorized]
        place, host = self.place(droplet), self.host(droplet)
        for name in ("bin", "etc", "home"):
            os.makedirs(os.path.join(place, name), exist_ok=True)
        self.put(droplet, "authorized_keys", "".join(f"{key.strip()}\n" for key in keys), 0o600)
        self.put(droplet, "bin/cloud-init", _CLOUD_INIT.replace("DOCKER_HOST", shlex.quote(host)), 0o755)
        key = os.path.join(place, "host_key")
        if config.host_key:
            self.put(droplet, "host_key", config.host_key.strip() + "\n", 0o600)
        elif not os.path.exists(key):
            self.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key)
        path = ":".join([os.path.join(place, "bin"), *_PLACES])
        settings = [
            "Port 22",
            f'HostKey "{key}"',
            f'AuthorizedKeysFile "{os.path.join(place, "authorized_keys")}"',
            f'SetEnv "DOCKER_HOST={host}" "PATH={path}"',
            f'PidFile "{os.path.join(place, "sshd.pid")}"',
            # The folder may be below one that others write to.
            "StrictModes no",
            "UsePAM no",
            "PasswordAuthentication no",
            "PermitRootLogin prohibit-password",
            "MaxStartups 100",
            "MaxSessions 100",
            "Subsystem sftp internal-sftp",
        ]
        self.put(droplet, "sshd_config", "\n".join(settings) + "\n")
        self.put(droplet, "passwd", self.passwd(os.path.join(place, "home"), config.names()))

    def passwd(self, home: str, names: list[str]) -> str:
        """The machine's users, with another home for root, and the cloud-config's users beside it."""
        with open("/etc/passwd", encoding="utf-8") as stream:
            lines = [line for line in stream.read().splitlines() if line.split(":")[0] not in ("root", *names)]
        # They may use the engine, as members of the group docker do.
        return "\n".join([f"{name}:x:0:0::{home}:/bin/sh" for name in ("root", *names)] + lines) + "\n"

    def put(self, droplet: int, name: str, text: str, mode: int = 0o644) -> None:
        path = os.path.join(self.place(droplet), name)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w", encoding="utf-8") as stream:
            stream.write(text)
        os.chmod(path, mode)

    # -- network

    def namespace(self, droplet: int) -> str:
        return f"slipway-{self.mark}-{droplet}"

    def link(self, machine: Machine) -> None:
        droplet, address = machine.number, machine.address
        self.make_bridge()
        namespace, outer = self.namespace(droplet), f"s{self.mark}{droplet:08x}"
        self.unlink(namespace)
        self.run("ip", "netns", "add", namespace)
        self.run("ip", "link", "add", outer, "type", "veth", "peer", "name", "eth0", "netns", namespace)
        self.run("ip", "link", "set", outer, "master", self.bridge, "up")
        self.inside(droplet, "ip", "link", "set", "lo", "up")
        self.inside(droplet, "ip", "link", "set", "eth0", "up")
        for own in (f"{address}/32", machine.private):
            self.inside(droplet, "ip", "address", "add", own, "dev", "eth0")
        self.inside(droplet, "ip", "route", "add", _GATEWAY, "dev", "eth0", "scope", "link", "src", address)
        self.inside(droplet, "ip", "route", "add", "default", "via", _GATEWAY, "dev", "eth0", "src", address)
        self.route("replace", address)

    def make_bridge(self) -> None:
        if os.path.exists(f"/sys/class/net/{self.bridge}"):
            return
        self.run("ip", "link", "add", self.bridge, "type", "bridge")
        self.run("ip", "address", "add", f"{_GATEWAY}/32", "dev", self.bridge)
        self.run("ip", "link", "set", self.bridge, "up")
        with open(f"/proc/sys/net/ipv4/conf/{self.bridge}/forwarding", "w", encoding="utf-8") as switch:
            switch.write("1")
        for rule in self.rules():
            self.run("iptables", "--wait", "--table", rule[0], "--insert", *rule[1:])
        with open("/proc/sys/net/ipv4/ip_forward", encoding="utf-8") as stream:
            if stream.read().strip() != "1":
                self.say("droplets do not reach other networks: net.ipv4.ip_forward is 0 on this machine")

    def rules(self) -> list[list[str]]:
        """The first engine's rules let nobody through that they do not know."""
        ours = ["-m", "comment", "--comment", f"slipway-{self.mark}"]
        return [
            ["filter", "FORWARD", "--in-interface", self.bridge, *ours, "--jump", "ACCEPT"],
            ["filter", "FORWARD", "--out-interface", self.bridge, *ours, "--jump", "ACCEPT"],
            ["nat", "POSTROUTING", "--source", _PUBLIC, "!", "--out-interface", "slw+", *ours, "--jump", "MASQUERADE"],
        ]

    def route(self, verb: str, address: str) -> None:
        self.run("ip", "route", verb, f"{address}/32", "dev", self.bridge)

    def unlink(self, namespace: str) -> None:
        if os.path.exists(f"/run/netns/{namespace}"):
            # The other end of its link is deleted with it, and the routes over it.
            self.run("ip", "netns", "delete", namespace)

    def clean(self) -> None:
        """Deletes what carries this sandbox's mark: of a server that was killed, or at the end."""
        for namespace in os.listdir("/run/netns") if os.path.isdir("/run/netns") else []:
            if not namespace.startswith(f"slipway-{self.mark}-"):
                continue
            try:
                for process in self.run("ip", "netns", "pids", namespace).split():
                    self.kill(int(process))
                self.unlink(namespace)
                self.forget_cgroups(namespace)
            except OSError as error:  # the others are deleted all the same
                self.say(f"droplet engines: {namespace} stays: {error}")
        if os.path.exists(f"/sys/class/net/{self.bridge}"):
            self.run("ip", "link", "delete", self.bridge)
        for rule in self.rules():
            while self.tried("iptables", "--wait", "--table", rule[0], "--delete", *rule[1:]):
                pass

    def forget_cgroups(self, namespace: str) -> None:
        """Docker leaves the parent of its groups; a group is empty soon after its last process has ended."""
        for top in [*glob(f"{_CGROUPS}/{namespace}"), *glob(f"{_CGROUPS}/*/{namespace}")]:
            for folder in [folder for folder, _, _ in os.walk(top, topdown=False)]:
                for _ in range(50):
                    try:
                        os.rmdir(folder)
                        break
                    except OSError:
                        time.sleep(0.05)

    # -- processes

    def ask_init(self, process: subprocess.Popen[bytes]) -> None:
        try:
            with open(f"/proc/{process.pid}/task/{process.pid}/children", encoding="utf-8") as stream:
                children = stream.read().split()
        except OSError:  # it has ended by itself
            return
        for child in children:
            self.kill(int(child), signal.SIGTERM)

    def ended(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def kill(self, process: int, how: signal.Signals = signal.SIGKILL) -> None:
        try:
            os.kill(process, how)
        except ProcessLookupError:
            pass

    def inside(self, droplet: int, *command: str) -> str:
        return self.run("nsenter", f"--net=/run/netns/{self.namespace(droplet)}", *command)

    def run(self, *command: str) -> str:
        ran = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        if ran.returncode != 0:
            raise OSError(f"{' '.join(command)}: {ran.stderr.strip()}")
        return ran.stdout

    def tried(self, *command: str) -> bool:
        return subprocess.run(command, env=self.environment, capture_output=True).returncode == 0
