import type { ServicesEnvironment } from "../../../constructs/services/schema";

export default {
  // Prefix of the names of containers, networks and volumes.
  name: "my-platform",
  // On this machine only, without TLS. To serve the internet with TLS: certificates: { acme: { email: "…" } }, and no httpPort.
  front: { image: "caddy:2.11.2", certificates: "none", httpPort: 8080, removal: "allowed" },
  services: {
    // http://whoami.localhost:8080, and its other colour at http://whoami-staging.localhost:8080
    whoami: {
      port: 80,
      hosts: ["whoami.localhost"],
      stagingHosts: ["whoami-staging.localhost"],
      // The colour that serves the hosts. slipway services promote whoami changes this line and deploys it.
      live: "blue",
      blue: { image: "traefik/whoami:v1.10.4" },
      green: { image: "traefik/whoami:v1.11.0" },
    },
    // One container. After a change, the new one must be healthy before the old one stops.
    docs: { image: "traefik/whoami:v1.11.0", port: 80, hosts: ["docs.localhost"] },
  },
} satisfies ServicesEnvironment;
