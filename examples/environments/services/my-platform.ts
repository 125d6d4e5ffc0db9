import type { ServicesEnvironment } from "../../../constructs/services/schema";

export default {
  // Containers, networks and volumes begin with it.
  name: "my-platform",
  // On this machine alone, without TLS. For the world: certificates: { acme: { email: "…" } }, and no port.
  front: { image: "caddy:2.11.2", certificates: "none", httpPort: 8080, removal: "allowed" },
  services: {
    // http://whoami.localhost:8080, and its other colour at http://whoami-staging.localhost:8080
    whoami: {
      port: 80,
      hosts: ["whoami.localhost"],
      stagingHosts: ["whoami-staging.localhost"],
      // The colour that the hosts get: slipway services promote whoami changes this line, and deploys it.
      live: "blue",
      blue: { image: "traefik/whoami:v1.10.4" },
      green: { image: "traefik/whoami:v1.11.0" },
    },
    // One container: a changed one is started, and asked, before the old one stops.
    docs: { image: "traefik/whoami:v1.11.0", port: 80, hosts: ["docs.localhost"] },
  },
} satisfies ServicesEnvironment;
