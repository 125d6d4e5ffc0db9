import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { App, type TerraformStack } from "cdktf";

/**
 * A value without what differs between versions, machines and runs: metadata, hashes of assets, the project's folder, and the folder that
 * an app writes to, from which paths of the project begin.
 */
export function plain(value: unknown, stack: TerraformStack): unknown {
  const text = JSON.stringify(withoutMetadata(value));
  const hashes = new Set(
    Array.from(text.matchAll(/assets\/[^/"]+\/([0-9A-Fa-f]{32})(?=[/"])/g), ([, hash = ""]) => hash),
  );
  const named = [...hashes].reduce((result, hash) => result.replaceAll(new RegExp(hash, "gi"), "<hash>"), text);
  // As a part of JSON, where a backslash of Windows is doubled.
  const folder = JSON.stringify(process.cwd()).slice(1, -1);
  return JSON.parse(fromUsualFolder(named, stack).replaceAll(folder, "<project>"));
}

/** A text in which paths begin where an app writes its stacks unless it is told otherwise: `cdktf.out` of the project. */
function fromUsualFolder(text: string, stack: TerraformStack): string {
  const project = process.cwd();
  const own = resolve(App.of(stack).outdir, "stacks", stack.node.id);
  const usual = join(project, "cdktf.out/stacks", stack.node.id);
  if (own === usual) return text;
  return text.replace(/(?<![\w./-])(?:\.\.\/){2,}[\w.@+~/-]+/g, (path) => {
    const at = resolve(own, path);
    return at.startsWith(project) || existsSync(at) ? relative(usual, at).replaceAll("\\", "/") : path;
  });
}

function withoutMetadata(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMetadata);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "//");
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, withoutMetadata(part)]),
  );
}
