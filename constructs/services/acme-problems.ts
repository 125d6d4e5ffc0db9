import { isRecord, isText, type Parts, type Problem, partsOf } from "../shared/rules";
import { shown } from "../shared/shown";
import { isPublicName } from "./render/public-names";
import { hostsOf, type Named, redirectedHosts } from "./service-problems";

/** Whether certificates are made by Let's Encrypt, which makes them for names of the public DNS alone. */
export function isPublicAuthority(certificates: unknown): boolean {
  if (!isRecord(certificates) || !isRecord(certificates.acme)) return false;
  const { ca = "production" } = certificates.acme;
  return ca === "production" || ca === "staging";
}

/** The hosts for which the front asks Let's Encrypt for a certificate. */
export function hostsOfAcme(all: readonly Named[], platform: Parts) {
  if (!isPublicAuthority(partsOf(platform.front).certificates)) return [];
  // A certificate of files is not asked for.
  const asked = all.filter(
    ({ settings: { certificate } }) => certificate === undefined || partsOf(certificate).acme === "now",
  );
  return [...asked.flatMap(hostsOf), ...redirectedHosts(platform)];
}

/** Hosts for which Let's Encrypt makes no certificate. */
export function acmeProblems(all: readonly Named[], platform: Parts): Problem[] {
  return hostsOfAcme(all, platform).flatMap(({ path, host }) =>
    isText(host) && !isPublicName(host)
      ? [
          {
            path,
            message: `must be a name of the public DNS, got ${shown(host)}; Let's Encrypt makes no certificate for it: name another, or set certificates to "internal"`,
          },
        ]
      : [],
  );
}
