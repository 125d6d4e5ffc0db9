import type { ServicesEnvironment } from "../../../../constructs/services/schema";
import { docker } from "./_docker";

/** A service with everything that Docker can be told, behind a front with certificates of its own. */
export default {
  name: "wide-services-internal",
  backend: { cloud: { organization: "wide-organization", project: "services", hostname: "tfe.example.org" } },
  front: {
    image: { local: "caddy" },
    certificates: "internal",
    removal: "allowed",
    secretEnvironment: { READER_HASH: { variable: "reader_hash" } },
  },
  services: {
    everything: {
      image: "example/everything",
      hosts: ["everything.example.org"],
      port: 8000,
      scheme: "https",
      health: { path: "/health", intervalSeconds: 2, timeoutSeconds: 3, minHealthySeconds: 4, deadlineSeconds: 60 },
      node: "local",
      front: "local",
      networks: [{ name: "database", aliases: ["everything", "web"] }],
      drainSeconds: 60,
      readTimeoutSeconds: 600,
      maxBodyMiB: 10,
      certificate: {
        certFile: "__tests__/stacks/files/certificate.pem",
        keyFile: "__tests__/stacks/files/key.pem",
        acme: "later",
      },
      migrate: { command: ["migrate", "--all"] },
      directives: ["basic_auth {", "  reader {$READER_HASH}", "}"],
      ...docker,
    },
    calls: {
      image: { local: "calls" },
      hosts: ["calls.example.org"],
      port: 50051,
      scheme: "h2c",
      health: { grpc: "simulation.v1.Runs" },
    },
    closed: {
      image: { local: "closed" },
      hosts: ["closed.example.org"],
      port: 80,
      maintenance: "Back at noon.",
      healthCheck: "none",
    },
  },
} satisfies ServicesEnvironment;
