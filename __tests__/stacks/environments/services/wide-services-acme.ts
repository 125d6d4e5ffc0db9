import type { ServicesEnvironment } from "../../../../constructs/services/schema";

/** Certificates by the usual authority, for a service on its own. */
export default {
  name: "wide-services-acme",
  front: { image: "caddy:2.11.2", certificates: { acme: { email: "webmaster@example.org", ca: "staging" } } },
  services: { site: { image: "example/site:1", hosts: ["site.example.org"], port: 8080 } },
} satisfies ServicesEnvironment;
