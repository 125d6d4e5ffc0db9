import { isRecord, isText, type Parts, type Problem, partsOf } from "../shared/rules";
import { shown } from "../shared/shown";
import type { Named } from "./service-problems";

/** @see https://www.iana.org/assignments/special-use-domain-names */
const NOT_PUBLIC = /(^|\.)(localhost|local|test|internal|invalid|example|onion|alt|home\.arpa)$/;

/** Whether certificates are made by Let's Encrypt, which makes them for names of the public DNS alone. */
export function isPublicAuthority(certificates: unknown): boolean {
  if (!isRecord(certificates) || !isRecord(certificates.acme)) return false;
  const { ca = "production" } = certificates.acme;
  return ca === "production" || ca === "staging";
}

/** Hosts for which Let's Encrypt makes no certificate. */
export function acmeProblems(all: readonly Named[], platform: Parts): Problem[] {
  const { certificates, redirects } = partsOf(platform.front);
  if (!isPublicAuthority(certificates)) return [];
  const hosts = [
    ...all.flatMap(({ path, settings }) => {
      const { certificate } = settings;
      // One of files is not asked for.
      if (certificate !== undefined && partsOf(certificate).acme !== "now") return [];
      return ["hosts", "stagingHosts"].flatMap((key) => {
        const list: unknown = settings[key];
        return Array.isArray(list)
          ? list.map((host: unknown, index) => [`${path}.${key}[${index}]`, host] as const)
          : [];
      });
    }),
    ...Object.keys(partsOf(redirects)).map((host) => [`front.redirects.${host}`, host] as const),
  ];
  return hosts.flatMap(([path, host]) =>
    isText(host) && (!host.includes(".") || NOT_PUBLIC.test(host))
      ? [
          {
            path,
            message: `must be a name of the public DNS, got ${shown(host)}; Let's Encrypt makes no certificate for it: name another, or set certificates to "internal"`,
          },
        ]
      : [],
  );
}
