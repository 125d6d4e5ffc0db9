import type { ServicesEnvironment } from "../../../../constructs/services/schema";

const IMAGE = `example/web@sha256:${"a".repeat(64)}`;

/** A platform with its DNS at DigitalOcean: a domain that is made, and one that is adopted, for a droplet and a machine that exists. */
export default {
  name: "wide-services-dns",
  digitalocean: { region: "ams3", sshKeys: ["lab-2026"], adminAddresses: ["203.0.113.0/24"] },
  dns: {
    hostTtlSeconds: 60,
    domains: {
      "example.org": {
        origin: "made",
        removal: "refused",
        spf: ["include:_spf.example.net", "-all"],
        records: [
          { name: "@", type: "MX", value: "mx1.example.net.", priority: 10 },
          { name: "@", type: "MX", value: "mx2.example.net", priority: 20 },
          { name: "key._domainkey", type: "TXT", value: `v=DKIM1; k=rsa; p=${"A".repeat(400)}`, ttlSeconds: 86_400 },
          { name: "@", type: "CAA", value: "letsencrypt.org", tag: "issue", flags: 128 },
          { name: "@", type: "CAA", value: "letsencrypt.org", tag: "issuewild" },
          { name: "@", type: "CAA", value: "mailto:webmaster@example.org", tag: "iodef" },
          { name: "files", type: "A", value: "198.51.100.7" },
          { name: "files", type: "A", value: "198.51.100.8" },
          { name: "files", type: "AAAA", value: "2001:db8:0:0::7" },
          { name: "*.dev", type: "CNAME", value: "@" },
        ],
      },
      "lab.example.com": { origin: "adopted", removal: "allowed" },
    },
  },
  nodes: {
    bob: { droplet: { size: "s-1vcpu-1gb" } },
    lab: { dockerHost: "ssh://deploy@lab.example.net", publicAddress: "2001:4860:4860::8888" },
  },
  front: {
    image: "caddy:2.11.2",
    certificates: { acme: { email: "webmaster@example.org" } },
    redirects: { "example.org": "https://www.example.org", "old.example.net": "https://www.example.org" },
  },
  services: {
    www: {
      port: 8000,
      hosts: ["www.example.org"],
      stagingHosts: ["www-staging.example.org"],
      live: "blue",
      node: "bob",
      blue: { image: IMAGE },
      green: { image: IMAGE, environment: { VERSION: "2" } },
    },
    wiki: { image: IMAGE, port: 80, hosts: ["lab.example.com", "wiki.example.edu"], node: "lab" },
  },
} satisfies ServicesEnvironment;
