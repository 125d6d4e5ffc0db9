/** Whether an address is of something that is only read. */
export function isData(address: string): boolean {
  return /(^|\.)data\./.test(address);
}
