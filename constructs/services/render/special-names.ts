/** @see https://www.iana.org/assignments/special-use-domain-names */
const NOT_PUBLIC = /(^|\.)(localhost|local|test|internal|invalid|example|onion|alt|home\.arpa)$/;

/** Whether a host may be in the public DNS. */
export function isPublicName(host: string): boolean {
  return host.includes(".") && !NOT_PUBLIC.test(host);
}
