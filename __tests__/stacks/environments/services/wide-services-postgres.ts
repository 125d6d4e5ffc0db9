import type { ServicesEnvironment } from "../../../../constructs/services/schema";

/** Two servers, one on a node of its own, which services on its node and on another use. */
export default {
  name: "wide-services-postgres",
  nodes: {
    web: { dockerHost: "ssh://deploy@web.example.org", address: "10.106.0.2" },
    data: { dockerHost: "ssh://deploy@data.example.org", address: "10.106.0.3" },
    alone: { dockerHost: "ssh://deploy@alone.example.org" },
  },
  front: { image: "caddy:2.11.2", certificates: "none" },
  postgres: {
    db: {
      image: "postgres:17.6",
      node: "data",
      port: 5433,
      volume: "wide-db-2",
      password: { variable: "postgres_password", command: ["pass", "show", "nmpi/postgres"] },
      roles: { nmpi_dbadmin: { password: { variable: "nmpi_database_password" } }, reader: {} },
      databases: {
        nmpi: { owner: "nmpi_dbadmin", extensions: ["pg_trgm"] },
        quotas: { owner: "nmpi_dbadmin" },
      },
      settings: { shared_buffers: "256MB", max_connections: "50" },
      memoryMiB: 1024,
      cpus: 1.5,
      stopGraceSeconds: 60,
      backup: {
        to: "s3://lab-backups/platform",
        region: "fra1",
        endpoint: "https://fra1.digitaloceanspaces.com",
        everyHours: 12,
        keep: 60,
        heartbeat: "https://hc-ping.com/0f5e3d6a",
      },
    },
    small: {
      image: { local: "postgres:18" },
      node: "data",
      sharesNode: true,
      backup: {
        to: "ssh://backup@host.example.org/srv/dumps",
        hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZvciB0aGUgdGVzdCBhbG9uZSwgbm8ga2V5IGF0IGFsbCE=",
      },
    },
    spare: { image: "timescale/timescaledb:2.22.1-pg17", node: "alone" },
  },
  services: {
    pair: {
      hosts: ["pair.example.org"],
      port: 8000,
      front: "web",
      live: "blue",
      database: "db",
      blue: { image: "example/pair:1", node: "web" },
      green: { image: "example/pair:2", node: "data" },
      migrate: { command: ["migrate"] },
    },
    other: {
      image: "example/other:1",
      hosts: ["other.example.org"],
      port: 8000,
      node: "web",
      database: { postgres: "small", hostVariable: "DB_HOST", portVariable: "DB_PORT" },
    },
    double: {
      hosts: ["double.example.org"],
      port: 8000,
      node: "web",
      live: "blue",
      database: { postgres: "db", hostVariable: "DB_HOST", portVariable: "DB_PORT" },
      blue: { image: "example/double:1" },
    },
    single: { image: "example/single:1", hosts: ["single.example.org"], port: 8000, node: "data", database: "db" },
  },
} satisfies ServicesEnvironment;
