/** Whether a port with this address is open on all addresses of its host. */
export function isAny(ip: string): boolean {
  return ip === "0.0.0.0" || ip === "::";
}

/** Whether two programs of a host cannot have the same port, each on its address. */
export function addressesMeet(one: string, other: string): boolean {
  return one === other || isAny(one) || isAny(other);
}
