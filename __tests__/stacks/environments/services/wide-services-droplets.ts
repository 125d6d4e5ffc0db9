import type { ServicesEnvironment } from "../../../../constructs/services/schema";

const IMAGE = `example/web@sha256:${"a".repeat(64)}`;

/** A platform on droplets: those that are made, one that is adopted, and a machine that exists. */
export default {
  name: "wide-services-droplets",
  digitalocean: {
    region: "ams3",
    sshKeys: ["lab-2026"],
    adminAddresses: ["203.0.113.0/24", "2001:db8::/32"],
    project: "neuromorphic",
    token: { command: ["pass", "show", "tokens/digitalocean"] },
    ipRange: "10.110.0.0/20",
    alertEmail: "webmaster@example.org",
  },
  nodes: {
    ginormica: {
      droplet: {
        size: "s-2vcpu-4gb",
        image: "debian-12-x64",
        resizeDisk: true,
        backups: "weekly",
        swapMiB: 2048,
        removal: "refused",
      },
    },
    drcockroach: { droplet: { size: "s-1vcpu-2gb", backups: "daily", removal: "allowed" } },
    bob: { droplet: { size: "s-1vcpu-1gb", region: "fra1", backups: "none", adopt: 3164494 } },
    lab: { dockerHost: "ssh://deploy@lab.example.org" },
  },
  front: { image: "caddy:2.11.2", certificates: { acme: { email: "webmaster@example.org" } } },
  services: {
    nmpi: {
      port: 8000,
      hosts: ["nmpi.example.org"],
      live: "blue",
      front: "ginormica",
      blue: { image: IMAGE, node: "ginormica" },
      green: { image: IMAGE, node: "drcockroach" },
    },
    docs: { image: IMAGE, port: 80, hosts: ["docs.example.org"], node: "bob" },
    wiki: { image: IMAGE, port: 80, hosts: ["wiki.example.org"], node: "lab" },
  },
} satisfies ServicesEnvironment;
