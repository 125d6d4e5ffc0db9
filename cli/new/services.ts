/** What a new platform's file is made of. */
export interface NewPlatform {
  readonly name: string;
  /** The front's, on this machine. */
  readonly port: number;
  /** Where the file takes its type from. */
  readonly types: string;
}

/** The text of a new platform's environment file: a pair and a single service, for a laptop. */
export function platformFile({ name, port, types }: NewPlatform): string {
  return `import type { ServicesEnvironment } from ${JSON.stringify(types)};

export default {
  // Containers, networks and volumes begin with it.
  name: ${JSON.stringify(name)},
  // On this machine alone, without TLS. For the world: certificates: { acme: { email: "…" } }, and no port.
  front: { image: "caddy:2.11.2", certificates: "none", httpPort: ${port}, removal: "allowed" },
  services: {
    // http://whoami.localhost:${port}, and its other colour at http://whoami-staging.localhost:${port}
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
`;
}
