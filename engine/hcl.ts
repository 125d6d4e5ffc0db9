/** Attributes of a file in HCL by their names; an expression that is no literal is a text with `${` in it. */
export type HclAttributes = Readonly<Record<string, unknown>>;

/**
 * Reads text in Terraform's language.
 *
 * @param file the name that the parser's messages begin with
 */
export async function parseHcl(file: string, text: string): Promise<HclAttributes> {
  // 4 MB of WebAssembly: few runs need it.
  const { parse } = await import("@cdktn/hcl2json");
  return (await parse(file, text)) as HclAttributes;
}
