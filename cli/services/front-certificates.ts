import type { Engine } from "../../constructs/services/apply/engine";
import { CERTIFICATES } from "../../constructs/services/render/caddy-certificates";
import { FOLDER, HOSTS, KEYS } from "../../constructs/services/render/driver";
import type { ServicesEnvironment } from "../../constructs/services/schema";
import { visible } from "../../constructs/shared/shown";
import { containersOn } from "./look";
import { engineOf } from "./platform";

/** Certificates on the volume of a front, in PEM. No key is among them. */
export interface FrontCertificates {
  readonly node: string;
  /** By host, and for each by the folder of the authority that issued it. */
  readonly issued: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Files of `certificate`, by service. */
  readonly files: ReadonlyMap<string, string>;
  /** Hosts that the front serves, by service. */
  readonly hosts: ReadonlyMap<string, readonly string[]>;
  /** The front's log, as far as it says why a host has no certificate. */
  readonly log: () => Promise<string>;
  /** Why nothing is known. */
  readonly trouble?: string;
}

const HEAD = "=== ";
const LOG_LINES = "3000";
/** A file of `certificate` may have its key beside it. */
const CERTIFICATES_ALONE = "sed -n '/^-----BEGIN CERTIFICATE-----/,/^-----END CERTIFICATE-----/p'";

/** A script for the shell of a front's container, which prints what {@link certificatesIn} reads. */
const SCRIPT = [
  `each() { [ -f "$1" ] && printf '${HEAD}%s\\n' "$1"; }`,
  `for file in ${CERTIFICATES}/*/*/*.crt ${KEYS}/*.crt; do each "$file" && ${CERTIFICATES_ALONE} "$file"; done`,
  `for file in ${FOLDER}/${HOSTS}/*; do each "$file" && cat "$file"; done`,
  "exit 0\n",
].join("\n");

/** Reads the certificates of a node's front. An engine or front that does not answer is reported as `trouble`. */
export async function certificatesOf(platform: ServicesEnvironment, node: string): Promise<FrontCertificates> {
  try {
    const engine = engineOf(platform, node);
    const front = (await containersOn(engine, platform.name)).find(({ name }) => name === "front");
    if (front === undefined) return silent(node, `its front is not there: slipway deploy ${platform.name}`);
    const { code, stdout, stderr } = await engine.runAtFiles(front.id, SCRIPT);
    if (code === 0) return { node, ...certificatesIn(stdout), log: () => logOf(engine, front.id) };
    const reason = visible(stderr.trim().split("\n").at(-1) ?? "");
    return silent(
      node,
      `its front must run, got ${JSON.stringify(reason)}; slipway services logs ${platform.name} front`,
    );
  } catch (error) {
    return silent(node, (error as Error).message);
  }
}

function silent(node: string, trouble: string): FrontCertificates {
  return { node, ...certificatesIn(""), log: () => Promise.resolve(""), trouble };
}

/** What the script has printed. */
export function certificatesIn(text: string): Pick<FrontCertificates, "issued" | "files" | "hosts"> {
  const issued = new Map<string, Map<string, string>>();
  const files = new Map<string, string>();
  const hosts = new Map<string, readonly string[]>();
  for (const part of text.split(new RegExp(`^${HEAD}`, "m")).slice(1)) {
    const [path = "", ...lines] = part.split("\n");
    const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.crt$/, "");
    if (path.startsWith(`${CERTIFICATES}/`)) {
      const authority = path.slice(CERTIFICATES.length + 1).split("/")[0] as string;
      issued.set(name, new Map([...(issued.get(name) ?? []), [authority, lines.join("\n")]]));
    } else if (path.startsWith(`${KEYS}/`)) files.set(name, lines.join("\n"));
    else hosts.set(name, lines.filter(Boolean));
  }
  return { issued, files, hosts };
}

async function logOf(engine: Engine, container: string): Promise<string> {
  const { stdout, stderr } = await engine.docker(["logs", "--tail", LOG_LINES, container]);
  return `${stdout}\n${stderr}`;
}
