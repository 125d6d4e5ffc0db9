import type { AcmeSettings } from "../settings";
import { block, quoted } from "./caddyfile";
import { ACME_ROOT, type FrontDescription, KEYS } from "./driver";

/** How certificates are made: by the routers, which know the hosts. The edge takes them from the folder in which they lie. */

/** In a front's container, with a folder for each authority, in it one for each host. */
export const CERTIFICATES = "/data/caddy/certificates";

/** Authorities by their short names. @see https://letsencrypt.org/docs/staging-environment/ */
const AUTHORITIES: Readonly<Record<string, string>> = {
  production: "https://acme-v02.api.letsencrypt.org/directory",
  staging: "https://acme-staging-v02.api.letsencrypt.org/directory",
};

/**
 * The folder below {@link CERTIFICATES} of the authority that a front's settings name.
 *
 * @see https://github.com/caddyserver/certmagic/blob/v0.25.6/acmeissuer.go, `issuerKey`, and storage.go, `Safe`
 */
export function authorityFolder(certificates: Exclude<FrontDescription["certificates"], "none">): string {
  if (certificates === "internal") return "local";
  const [, host = "", way = ""] = /^https:\/\/([^/?#]*)([^?#]*)/.exec(directoryOf(certificates.acme)) ?? [];
  const path = way.replaceAll("/", "-").replace(/^-+|-+$/g, "");
  const key = path === "" ? host : `${host}-${path}`;
  return key
    .toLowerCase()
    .replaceAll("+", "_plus_")
    .replaceAll(":", "-")
    .replace(/[^\w@.-]/g, "");
}

function directoryOf({ ca = "production" }: AcmeSettings): string {
  return AUTHORITIES[ca] ?? ca;
}

/** Global options by which certificates are made. */
export function authority(certificates: Exclude<FrontDescription["certificates"], "none">): string[] {
  const all = ["skip_install_trust"];
  if (certificates === "internal") return all;
  const { email, caRootFile } = certificates.acme;
  return [
    ...all,
    `email ${quoted(email)}`,
    `acme_ca ${quoted(directoryOf(certificates.acme))}`,
    ...(caRootFile === undefined ? [] : [`acme_ca_root ${KEYS}/${ACME_ROOT}`]),
  ];
}

/** A router's site that has certificates made for some hosts; nobody asks it. */
export function certified(hosts: readonly string[], certificates: "acme" | "internal" | "none"): string[] {
  if (certificates === "none" || hosts.length === 0) return [];
  const names = hosts.map((host) => `https://${host}`).join(", ");
  return block(names, [...(certificates === "internal" ? ["tls internal"] : []), "respond 404"]);
}

const NAMES = `grep -h '^https://' routes/*.caddy | tr -d '{,' | tr ' ' '\\n' | sed -n 's|^https://||p'`;

/** Waits until the front's own authority has made what is missing, for the shell: that takes no time that anybody should see. */
export const MADE = `for name in $(${NAMES}); do waited=0; until ls ${CERTIFICATES}/*/"$name"/"$name".crt >/dev/null 2>&1 || [ $waited -ge 50 ]; do waited=$((waited + 1)); sleep 0.1; done; done`;
