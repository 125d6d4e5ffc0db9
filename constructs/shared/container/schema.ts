import { asWhole, complaint, eitherOf, isRecord, listOf, oneOf, textMatching, wholeNumber } from "../rules";
import * as z from "../zod";

/** A port of a container that its host publishes. */
export interface ContainerPort {
  /** The port in the container. */
  readonly internal: number;
  /** The port of the host. @default - the same as `internal` */
  readonly external?: number;
  /** The host's address that answers. `0.0.0.0` opens it to every network, past the host's firewall. @default "127.0.0.1" */
  readonly ip?: string;
  /** @default "tcp" */
  readonly protocol?: "tcp" | "udp";
}

/** A folder or volume in a container. */
export interface ContainerMount {
  /** An absolute path of the host, or a volume's name. */
  readonly source: string;
  /** Absolute path in the container. */
  readonly path: string;
  /** @default false */
  readonly readOnly?: boolean;
}

/** A file that is written into a container before it starts. Its text stands in the state: it is no place for a secret. */
export interface ContainerUpload {
  /** Absolute path in the container. */
  readonly path: string;
  readonly content: string;
  /** @default false */
  readonly executable?: boolean;
}

/** A secret: a file that lies on the Docker host, and that Terraform never reads. */
export interface ContainerSecret {
  /** Absolute path on the Docker host; the user of the container must be able to read it. */
  readonly hostFile: string;
  /** Absolute path in the container. @default - `/run/secrets/` and the file's name */
  readonly path?: string;
}

/** How Docker finds out whether a container does its work. */
export interface ContainerHealthCheck {
  /** A program with its arguments, run in the container: `["curl", "-f", "http://localhost/"]`. */
  readonly command: readonly string[];
  /** @default 10 */
  readonly intervalSeconds?: number;
  /** @default 5 */
  readonly timeoutSeconds?: number;
  /** So many failures make it unhealthy. @default 3 */
  readonly retries?: number;
  /** Failures in this time after its start do not count. @default 0 */
  readonly startPeriodSeconds?: number;
}

/** A network of Docker that a container is in. */
export interface ContainerNetwork {
  readonly name: string;
  /** More names under which others in the network find it. @default - none */
  readonly aliases?: readonly string[];
}

/** Where a container's output goes. */
export interface ContainerLog {
  /** A log driver of the engine. @default "json-file" */
  readonly driver?: string;
  /** @default - for json-file `max-size` 10m and `max-file` 5, so that no log fills the disk */
  readonly options?: Readonly<Record<string, string>>;
}

/** A device of the host. */
export interface ContainerDevice {
  readonly hostPath: string;
  /** @default - the same as `hostPath` */
  readonly path?: string;
  /** @default "rwm" */
  readonly permissions?: string;
}

const absolute = (what: string) => textMatching(/^\/[^\0:]*$/, `must be an absolute path ${what}`, "begin it with /");
const text = (what: string) => textMatching(/^[^\0]+$/, `must be ${what}`, "write a text");
const words = (what: string) =>
  z.array(z.string({ error: (issue) => complaint("must be a text", issue.input, "quote it") }), {
    error: (issue) => complaint(`must be ${what}`, issue.input, 'write each word on its own: ["a", "b"]'),
  });
const seconds = (min: number, max: number, advice: string) => wholeNumber(min, max, advice);
const flag = z.literal([true, false], {
  error: (issue) => complaint("must be true or false", issue.input, "write one"),
});

export const containerName = textMatching(
  /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,62}$/,
  "must be 2 to 63 letters, digits and _.-, the first a letter or digit",
  "it is the container's name on its engine",
);

/** `repository:tag` or `repository@sha256:…`; whether the tag is `latest` is another rule. */
export const imageReference = textMatching(
  /^[a-z0-9]+([._/:-]+[a-z0-9]+)*(:[\w][\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/,
  "must be an image with its tag or digest",
  'for example "postgres:15.8", or "postgres@sha256:…" for exactly one',
);

const port = wholeNumber(1, 65_535, "these are the ports there are");
export const ports = listOf(
  z.strictObject({
    internal: port,
    external: port.exactOptional(),
    ip: textMatching(/^[0-9a-fA-F.:]+$/, "must be an IP address", 'for example "127.0.0.1"').exactOptional(),
    protocol: oneOf(["tcp", "udp"], "Docker publishes no other").exactOptional(),
  }),
  "ports",
);

export const mounts = listOf(
  z.strictObject({
    source: textMatching(
      /^(\/[^\0:]*|[a-zA-Z0-9][\w.-]+)$/,
      "must be an absolute path or a volume's name",
      "Docker knows no path from here",
    ),
    path: absolute("in the container"),
    readOnly: flag.exactOptional(),
  }),
  "mounts",
);

export const uploads = listOf(
  z.strictObject({
    path: absolute("in the container"),
    content: z.string({ error: (issue) => complaint("must be a text", issue.input, "render it first") }),
    executable: flag.exactOptional(),
  }),
  "uploads",
);

export const secrets = listOf(
  z.strictObject({ hostFile: absolute("on the Docker host"), path: absolute("in the container").exactOptional() }),
  "secrets",
);

export const healthCheck = z.strictObject({
  command: words("a program with its arguments"),
  intervalSeconds: seconds(1, 3600, "Docker asks that often").exactOptional(),
  timeoutSeconds: seconds(1, 3600, "then the answer counts as a failure").exactOptional(),
  retries: wholeNumber(1, 100, "so many failures make it unhealthy").exactOptional(),
  startPeriodSeconds: seconds(0, 3600, "failures in this time do not count").exactOptional(),
});

export const networks = listOf(
  z.strictObject({ name: text("a network's name"), aliases: listOf(text("a name"), "aliases").exactOptional() }),
  "networks",
);

export const devices = listOf(
  z.strictObject({
    hostPath: absolute("of a device"),
    path: absolute("in the container").exactOptional(),
    permissions: textMatching(/^[rwm]{1,3}$/, "must be some of r, w and m", "read, write, make").exactOptional(),
  }),
  "devices",
);

const texts = (what: string, key: RegExp, rule: string) =>
  z.record(
    textMatching(key, rule, "correct the name"),
    z.string({ error: (issue) => complaint("must be a text", issue.input, "quote it") }),
    {
      error: (issue) => complaint(`must be an object of ${what}`, issue.input, "write it in { }"),
    },
  );

const SECRET_NAME = /(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY)$/i;

/** Variables of a container. What is a secret by its name comes from a file: variables stand in the state and in `docker inspect`. */
export const environment = asWhole(
  texts("variables", /^[A-Za-z_][A-Za-z0-9_]*$/, "must be a variable's name"),
  isRecord,
  (value) => !Object.entries(value).some(([name, given]) => SECRET_NAME.test(name) && given !== ""),
  {
    error: ({ input }) => {
      const names = Object.keys(input as object).filter((name) => SECRET_NAME.test(name));
      return `must hold no secret, got ${names.join(", ")}; give it as a file with secrets, and name the file, for example ${names[0]}_FILE`;
    },
  },
);

export const log = z.strictObject({
  driver: textMatching(/^[\w.:/-]+$/, "must be a log driver's name", 'for example "json-file"').exactOptional(),
  options: texts("log options", /^[\w.-]+$/, "must be a log option's name").exactOptional(),
});

export const labels = texts("labels", /^[\w./-]+$/, "must be a label's name");
export const tmpfs = texts("tmpfs options by path", /^\/[^\0:]*$/, "must be an absolute path in the container");
export const capabilities = listOf(
  textMatching(/^(CAP_)?[A-Za-z_]+$/, "must be a capability of Linux", 'for example "NET_ADMIN", or "ALL"'),
  "capabilities",
);
export const command = words("a command's words");
export const memoryMiB = wholeNumber(6, 4_194_304, "Docker's smallest container has 6 MiB");
export const cpus = z
  .number({ error: (issue) => complaint("must be a number of processors", issue.input, "for example 1.5") })
  .refine((value) => value > 0 && value <= 1024, {
    error: (issue) => complaint("must be a number of processors above 0", issue.input, "for example 1.5"),
  });
export const restart = oneOf(["no", "always", "unless-stopped", "on-failure"], "Docker knows no other policy");
export const stopGraceSeconds = seconds(1, 3600, "with less, what is in its memory would be lost");
export const hostname = textMatching(
  /^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/,
  "must be a host's name",
  "without dots",
);
export const user = textMatching(
  /^[\w-]+(:[\w-]+)?$/,
  "must be a user, or a user and a group",
  'for example "9000:9000"',
);
export const workingDirectory = absolute("in the container");
export const extraHosts = texts("addresses by name", /^[\w.-]+$/, "must be a host's name");
export const networkChoice = eitherOf(
  [z.literal("host"), networks],
  'must be "host" or a list of networks',
  'for example [{ name: "lab" }]',
);
