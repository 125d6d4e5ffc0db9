import { imageReference } from "../shared/container/image-reference";
import * as container from "../shared/container/schema";
import { hostKey } from "../shared/docker-host-schema";
import { complaint, eitherOf, isRecord, isText, listOf, textMatching, wholeNumber } from "../shared/rules";
import { secretVariable } from "../shared/secret-variable-schema";
import * as z from "../shared/zod";
import type {
  PostgresBackupSettings,
  PostgresDatabaseSettings,
  PostgresRoleSettings,
  PostgresSettings,
  PostgresUse,
} from "./postgres-settings";
import { majorOf } from "./render/postgres";

type Issue = { readonly input?: unknown };

/** Longer names are cut off by PostgreSQL. A dump and a shell take these without quotes. */
const identifier = textMatching(
  /^(?!pg_|postgres$|template[01]$)[a-z_][a-z0-9_-]{0,62}$/,
  "must be 1 to 63 of a-z, 0-9, _ and -, not postgres, template0, template1 or pg_…",
  'for example "nmpi"',
);

const imageError = (issue: Issue) =>
  complaint(
    "must be an image whose tag begins with its major version",
    issue.input,
    'for example "postgres:17.6", or { local: "postgres:17" }',
  );
const image = z.custom<PostgresSettings["image"]>(
  (value) => {
    const text = isRecord(value) && Object.keys(value).length === 1 ? value.local : value;
    const isImage = isText(text) && imageReference(text) !== undefined;
    return isImage && majorOf(value as PostgresSettings["image"]) !== undefined;
  },
  { error: imageError },
);

const objectOf = <T extends z.ZodType>(key: ReturnType<typeof textMatching>, value: T, what: string) =>
  z.record(key, value, {
    error: (issue: Issue) => complaint(`must be an object of ${what} by their names`, issue.input, "write it in { }"),
  });

const role = z.rulesOf<PostgresRoleSettings>()({ password: secretVariable("nmpi_database_password").exactOptional() });

const database = z.rulesOf<PostgresDatabaseSettings>()({
  owner: identifier,
  extensions: listOf(
    textMatching(/^[a-z][a-z0-9_-]{0,62}$/, "must be the name of an extension", 'for example "pg_trgm"'),
    "extensions",
  ).exactOptional(),
});

const url = (rule: string, advice: string) => textMatching(/^https?:\/\/[^\s/@]+(\/\S*)?$/, rule, advice);

const backup = z.rulesOf<PostgresBackupSettings>()({
  to: textMatching(
    /^(s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w./-]*)?|ssh:\/\/([\w.-]+@)?[\w.-]+(:\d+)?\/[\w./-]+|(?!\w+:)[^\s:][^\n]*)$/,
    "must be a bucket, a folder of an ssh host, or a folder",
    'for example "s3://lab-backups/platform", "ssh://backup@host.example.org/srv/dumps" or "/srv/dumps"',
  ),
  region: textMatching(/^[a-z0-9-]+$/, "must be a region", 'for example "eu-central-1"').exactOptional(),
  endpoint: url("must be the address of a store", 'for example "https://fra1.digitaloceanspaces.com"').exactOptional(),
  hostKey: hostKey.exactOptional(),
  everyHours: wholeNumber(1, 8760, "a year has 8760").exactOptional(),
  keep: wholeNumber(1, 10_000, "the last one always stays").exactOptional(),
  heartbeat: url("must be an address", 'for example "https://hc-ping.com/…"').exactOptional(),
});

/** The rules of a server's settings. */
export const postgres = z.rulesOf<PostgresSettings>()({
  image,
  node: textMatching(
    /^[a-z0-9][a-z0-9-]{0,30}(?<!-)$/,
    "must be a name of a-z, 0-9 and -",
    "choose another",
  ).exactOptional(),
  port: wholeNumber(1, 65_535, "these are the ports there are").exactOptional(),
  volume: textMatching(
    /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,62}$/,
    "must be the name of a Docker volume",
    'for example "platform-db-2"; a new name starts an empty server',
  ).exactOptional(),
  password: secretVariable("postgres_password").exactOptional(),
  roles: objectOf(identifier, role, "roles").exactOptional(),
  databases: objectOf(identifier, database, "databases").exactOptional(),
  settings: objectOf(
    textMatching(/^[a-z][a-z0-9_.]{0,62}$/, "must be a parameter of PostgreSQL", 'for example "max_connections"'),
    textMatching(/^[^\p{Cc}]{0,1000}$/u, "must be a text on one line", 'quote it: "100"'),
    "parameters",
  ).exactOptional(),
  memoryMiB: wholeNumber(64, 4_194_304, "PostgreSQL needs that much to start").exactOptional(),
  cpus: container.settings.shape.cpus,
  stopGraceSeconds: wholeNumber(10, 3600, "a server writes its memory to the disk when it stops").exactOptional(),
  sharesNode: container.flag.exactOptional(),
  backup: backup.exactOptional(),
});

const variable = textMatching(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be a variable's name", "correct the name");

/** The rules of what a service says of the server that it uses. */
export const postgresUse = eitherOf(
  [
    textMatching(/^[a-z][a-z0-9-]*$/, "must be a name of postgres", ""),
    z.rulesOf<PostgresUse>()({
      postgres: textMatching(/^[a-z][a-z0-9-]*$/, "must be a name of postgres", ""),
      hostVariable: variable.exactOptional(),
      portVariable: variable.exactOptional(),
    }),
  ],
  'must be a name of postgres, or { postgres: "db", hostVariable: "…", portVariable: "…" }',
  'for example "db"',
);
