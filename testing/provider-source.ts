/** A provider's source with its namespace: cdktf leaves HashiCorp's out. */
export function wholeSource(source: string): string {
  return source.includes("/") ? source : `hashicorp/${source}`;
}
