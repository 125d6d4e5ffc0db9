import type { ServicesEnvironment } from "../../constructs/services/schema";

/** A pair and a single service for a laptop: http://whoami.localhost:8080, and its other colour at whoami-staging.localhost. */
export default {
  name: "laptop",
  // On this machine alone, without TLS. For the world: certificates: { acme: { email: "…" } }, and no ports.
  front: { image: "caddy:2.11.2", certificates: "none", httpPort: 8080, removal: "allowed" },
  services: {
    whoami: {
      port: 80,
      hosts: ["whoami.localhost"],
      stagingHosts: ["whoami-staging.localhost"],
      // The colour that whoami.localhost gets: slipway services promote whoami changes this line, and deploys it.
      live: "blue",
      blue: { image: "traefik/whoami:v1.10.4" },
      green: { image: "traefik/whoami:v1.11.0" },
    },
    docs: { image: "traefik/whoami:v1.11.0", port: 80, hosts: ["docs.localhost"] },
  },
} satisfies ServicesEnvironment;
