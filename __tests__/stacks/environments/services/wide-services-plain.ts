import type { ServicesEnvironment } from "../../../../constructs/services/schema";
import { docker } from "./_docker";

/** A front without TLS before a pair, of which a part of the requests goes to the idle colour. */
export default {
  name: "wide-services-plain",
  backend: { local: {} },
  front: { image: "caddy:2.11.2", certificates: "none", httpPort: 8081 },
  services: {
    shop: {
      hosts: ["shop.localhost"],
      stagingHosts: ["shop-staging.localhost"],
      port: 8000,
      scheme: "http",
      live: "green",
      blue: { image: "example/shop:1" },
      green: { image: "example/shop:2" },
      canary: { percent: 50, sticky: "none" },
      healthCheck: "image",
      migrate: { command: ["migrate"] },
    },
    everything: {
      ...docker,
      hosts: ["everything.localhost"],
      port: 8000,
      live: "blue",
      blue: { image: { local: "everything" }, environment: { COLOUR: "blue" } },
      green: { image: "example/everything", environment: { COLOUR: "green" } },
    },
  },
} satisfies ServicesEnvironment;
