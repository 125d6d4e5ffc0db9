/** @see https://www.iana.org/assignments/special-use-domain-names */
const NOT_PUBLIC = /(^|\.)(localhost|local|test|internal|invalid|example|onion|alt|home\.arpa)$/;

/** Names of documentation, which nobody can have. @see https://www.rfc-editor.org/rfc/rfc2606 */
const OF_DOCUMENTATION = /(^|\.)example\.(com|net|org)$/;

/** Whether a name can be in the public DNS. */
export function isPublicName(host: string): boolean {
  return host.includes(".") && !NOT_PUBLIC.test(host);
}

/** Whether it makes sense to ask the public DNS for a name. */
export function isLookedUp(host: string): boolean {
  return isPublicName(host) && !OF_DOCUMENTATION.test(host);
}

/** Whether nobody but the machine itself reaches an address. */
export function isLoopback(ip: string): boolean {
  return /^(127\.|::1$)/.test(ip);
}
