import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Environments } from "../domains/domains";

/** Where a new environment file takes its type from: in a checkout the types are sources. @param path of the file, absolute */
export function typesFor(project: string, domain: keyof Environments, path: string): string {
  const schema = join(project, "constructs", domain, "schema");
  if (!existsSync(`${schema}.ts`)) return `cdktf-slipway/${domain}`;
  const from = relative(dirname(path), schema).replaceAll("\\", "/");
  return from.startsWith(".") ? from : `./${from}`;
}

/**
 * Writes a new file; one that is there already stays.
 *
 * @param file as messages name it
 * @param path the same, absolute
 */
export function writeNew(file: string, path: string, text: string): void {
  if (existsSync(path))
    throw new Error(`${file} must be new, got a file that is there; choose another with --name or --out`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { flag: "wx" });
}
