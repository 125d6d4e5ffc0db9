import type { ServicesEnvironment } from "../../../../constructs/services/schema";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZvciB0aGUgdGVzdCBhbG9uZSwgbm8ga2V5IGF0IGFsbCE=";
const DATABASE = { NMPI_DATABASE_HOST: "10.106.0.9", NMPI_DATABASE_PORT: "5432" };
const SECRETS = {
  DJANGO_SECRET_KEY: { variable: "django_secret_key" },
  NMPI_DATABASE_PASSWORD: { variable: "nmpi_database_password" },
  HBP_OIDC_CLIENT_ID: { variable: "hbp_oidc_client_id" },
  HBP_OIDC_CLIENT_SECRET: { variable: "hbp_oidc_client_secret" },
};

/** A platform on several nodes, with certificates by ACME and every preset. */
export default {
  name: "wide-services",
  nodes: {
    edge: { dockerHost: "ssh://deploy@edge.example.org", hostKey: KEY },
    one: {
      dockerHost: "ssh://deploy@one.example.org",
      knownHostsFile: "__tests__/stacks/files/known_hosts",
      address: "10.106.0.2",
    },
    two: { dockerHost: "tcp://two.example.org:2376", address: "10.106.0.3" },
    here: {},
  },
  backend: { s3: { bucket: "wide-states", key: "services.tfstate", region: "eu-central-1" } },
  front: {
    image: "caddy:2.11.2",
    certificates: {
      acme: {
        email: "webmaster@example.org",
        ca: "https://acme.example.org/directory",
        caRootFile: "__tests__/stacks/files/certificate.pem",
      },
    },
    httpPort: 8080,
    httpsPort: 8443,
    ip: "10.106.0.1",
    redirects: { "www.example.org": "https://nmpi.example.org" },
    innerPort: 8050,
    removal: "refused",
    olderKernel: true,
    globalOptions: ["debug", "log {", "  level WARN", "}"],
  },
  services: {
    nmpi: {
      preset: "nmpi",
      hosts: ["nmpi.example.org", "nmpi.example.com"],
      stagingHosts: ["nmpi-staging.example.org"],
      front: "edge",
      live: "blue",
      blue: { image: "example/nmpi:1", node: "one", environment: { COLOUR: "blue" } },
      green: { image: { local: "nmpi-next" }, node: "two" },
      environment: DATABASE,
      secretEnvironment: { ...SECRETS, EMAIL_PASSWORD: { variable: "email_password" } },
      migrate: { command: ["./manage.py", "migrate"] },
      certificate: {
        certFile: "__tests__/stacks/files/certificate.pem",
        keyFile: "__tests__/stacks/files/key.pem",
        acme: "now",
      },
    },
    quotas: {
      preset: "quotas",
      hosts: ["quotas.example.org"],
      node: "one",
      front: "edge",
      live: "green",
      blue: { image: "example/quotas:1" },
      green: { image: "example/quotas:2" },
      environment: DATABASE,
      secretEnvironment: SECRETS,
      canary: { percent: 10, sticky: "cookie" },
    },
    docs: { preset: "docs", hosts: ["docs.example.org"], node: "edge", image: "example/docs:1" },
    splash: {
      preset: "splash",
      hosts: ["example.org"],
      node: "here",
      live: "blue",
      blue: { image: "example/splash:1" },
    },
  },
} satisfies ServicesEnvironment;
