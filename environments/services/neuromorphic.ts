import type { ServicesEnvironment } from "../../constructs/services/schema";

/** Where the images' own web servers find their certificates: on each node, copied there when the droplets exist and before their services are deployed. */
const mounts = [{ source: "/etc/letsencrypt", path: "/etc/letsencrypt", readOnly: true }];

/** The neuromorphic platform: a job queue and quotas, blue and green on a node each, their database, documentation and a home page. */
export default {
  name: "neuromorphic",
  // Before a second person deploys, share the state:
  // backend: { s3: { bucket: "my-team-states", key: "services/terraform.tfstate", region: "eu-central-1" } },
  digitalocean: {
    region: "ams3",
    // A name of your account, and the networks from which you log in.
    sshKeys: ["neuromorphic-2026"],
    adminAddresses: ["203.0.113.0/24"],
    alertEmail: "webmaster@hbpneuromorphic.eu",
  },
  nodes: {
    eb644c9c: { droplet: { size: "s-1vcpu-1gb" } },
    "docker-512mb-ams2-02": { droplet: { size: "s-1vcpu-512mb-10gb" } },
    ginormica: { droplet: { size: "s-1vcpu-1gb" } },
    drcockroach: { droplet: { size: "s-1vcpu-1gb" } },
    bob: { droplet: { size: "s-1vcpu-512mb-10gb" } },
  },
  front: { image: "caddy:2.11.2", certificates: { acme: { email: "webmaster@hbpneuromorphic.eu" } } },
  postgres: {
    db: {
      image: "postgres:17.6",
      node: "ginormica",
      memoryMiB: 384,
      settings: { max_connections: "40" },
      roles: { nmpi_dbadmin: { password: { variable: "nmpi_database_password" } } },
      databases: { nmpi: { owner: "nmpi_dbadmin" } },
    },
  },
  services: {
    nmpi: {
      preset: "nmpi",
      hosts: ["nmpi.hbpneuromorphic.eu"],
      stagingHosts: ["nmpi-staging.hbpneuromorphic.eu"],
      front: "ginormica",
      database: "db",
      secretEnvironment: {
        DJANGO_SECRET_KEY: { variable: "nmpi_django_secret_key" },
        NMPI_DATABASE_PASSWORD: { variable: "nmpi_database_password" },
        HBP_OIDC_CLIENT_ID: { variable: "nmpi_hbp_oidc_client_id" },
        HBP_OIDC_CLIENT_SECRET: { variable: "nmpi_hbp_oidc_client_secret" },
        EMAIL_PASSWORD: { variable: "nmpi_email_password" },
      },
      mounts,
      live: "blue",
      // Tags that move: with versions, an image that is pushed is also deployed.
      blue: { image: "cnrsunic/nmpi_queue_server:blue", node: "ginormica" },
      green: { image: "cnrsunic/nmpi_queue_server:green", node: "drcockroach" },
    },
    quotas: {
      preset: "quotas",
      hosts: ["quotas.hbpneuromorphic.eu"],
      stagingHosts: ["quotas-staging.hbpneuromorphic.eu"],
      front: "docker-512mb-ams2-02",
      database: "db",
      secretEnvironment: {
        DJANGO_SECRET_KEY: { variable: "quotas_django_secret_key" },
        NMPI_DATABASE_PASSWORD: { variable: "nmpi_database_password" },
        HBP_OIDC_CLIENT_ID: { variable: "quotas_hbp_oidc_client_id" },
        HBP_OIDC_CLIENT_SECRET: { variable: "quotas_hbp_oidc_client_secret" },
      },
      mounts,
      live: "blue",
      blue: { image: "cnrsunic/nmpi_resource_manager:blue", node: "docker-512mb-ams2-02" },
      green: { image: "cnrsunic/nmpi_resource_manager:green", node: "eb644c9c" },
    },
    docs: {
      preset: "docs",
      image: "cnrsunic/neuromorphic_docs:latest",
      allowLatest: true,
      hosts: ["docs.hbpneuromorphic.eu"],
      mounts,
      node: "bob",
    },
    splash: {
      preset: "splash",
      image: "cnrsunic/neuromorphic_splash:latest",
      allowLatest: true,
      hosts: ["www.hbpneuromorphic.eu"],
      node: "bob",
    },
  },
} satisfies ServicesEnvironment;
