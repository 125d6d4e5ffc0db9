/** Parts of a cloud-config that differ from machine to machine. */
export interface CloudInitParts {
  /** In MiB; 0 is none. */
  readonly swapMiB: number;
  /** PEM of OpenSSH, and as `ssh-keyscan` prints it. */
  readonly hostKey: { readonly private: string; readonly public: string };
}

/** Keys only, and room for the many connections that Terraform opens at once. */
const SSHD = `PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
MaxStartups 100:30:200
MaxSessions 100
`;

/** Rotates logs, and keeps containers running while the engine is updated. */
const DOCKER = JSON.stringify({
  "log-driver": "json-file",
  "log-opts": { "max-size": "10m", "max-file": "5" },
  "live-restore": true,
});

/** Installs security updates, also for Docker. The machine is never rebooted automatically. */
const UPGRADES = `APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
Unattended-Upgrade::Automatic-Reboot "false";
`;

/** The metadata service serves the user data, which includes the private host key. Containers must not reach it. */
const METADATA_UNIT = `[Unit]
Description=Keep containers from the metadata service
After=docker.service
PartOf=docker.service
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh -c 'iptables -C DOCKER-USER -d 169.254.169.254 -j DROP 2>/dev/null || iptables -I DOCKER-USER -d 169.254.169.254 -j DROP'
[Install]
WantedBy=docker.service
`;

/** Removes dangling layers and the build cache. Tagged images stay: a rollback may need them. */
const PRUNE_UNIT = `[Unit]
Description=Remove what no image of Docker has any more
After=docker.service
[Service]
Type=oneshot
ExecStart=/usr/bin/docker image prune --force --filter until=168h
ExecStart=/usr/bin/docker builder prune --force --filter until=168h
`;
const PRUNE_TIMER = `[Unit]
Description=Remove what no image of Docker has any more, each week
[Timer]
OnCalendar=weekly
RandomizedDelaySec=6h
Persistent=true
[Install]
WantedBy=timers.target
`;

/**
 * The cloud-config of a Docker node, for images of Ubuntu and Debian.
 *
 * @see https://cloudinit.readthedocs.io/en/latest/reference/modules.html
 */
export function cloudConfig({ swapMiB, hostKey }: CloudInitParts): object {
  const file = (path: string, content: string) => ({ path, content, permissions: "0644" });
  return {
    ssh_deletekeys: true,
    ssh_genkeytypes: ["ed25519"],
    ssh_keys: { ed25519_private: hostKey.private, ed25519_public: hostKey.public },
    disable_root: false,
    ssh_pwauth: false,
    package_update: true,
    packages: ["docker.io", "unattended-upgrades"],
    ...(swapMiB > 0 && { swap: { filename: "/swapfile", size: swapMiB * 1024 * 1024 } }),
    write_files: [
      file("/etc/docker/daemon.json", DOCKER),
      file("/etc/ssh/sshd_config.d/10-slipway.conf", SSHD),
      file("/etc/apt/apt.conf.d/90-slipway", UPGRADES),
      file("/etc/systemd/system/docker-metadata.service", METADATA_UNIT),
      file("/etc/systemd/system/docker-tidy.service", PRUNE_UNIT),
      file("/etc/systemd/system/docker-tidy.timer", PRUNE_TIMER),
    ],
    runcmd: [
      ["systemctl", "daemon-reload"],
      ["systemctl", "enable", "--now", "docker", "docker-metadata", "docker-tidy.timer"],
      ["systemctl", "reload-or-restart", "ssh"],
    ],
  };
}
