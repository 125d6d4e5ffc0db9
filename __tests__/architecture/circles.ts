import { posix } from "node:path";

/** Text of source files by their paths. */
type Sources = Readonly<Record<string, string>>;

/** Folders side by side that import each other while they run: neither can be read first. */
export function circlesOf(sources: Sources): string[] {
  const found = new Map<string, string>();
  for (const [path, text] of Object.entries(sources)) {
    const from = posix.dirname(path);
    for (const to of importedFolders(from, text)) if (isBeside(from, to)) found.set(`${from} ${to}`, path);
  }
  return [...found].flatMap(([pair, path]) => {
    const [from = "", to = ""] = pair.split(" ");
    const back = found.get(`${to} ${from}`);
    return back === undefined || from > to ? [] : [`${from} and ${to}: ${path}, ${back}`];
  });
}

/** Those of imports that are there when the file runs, at once or later. */
function importedFolders(from: string, text: string): string[] {
  const live = text.replace(/^(?:import|export) type [^;]*;/gm, "");
  const imported = live.matchAll(/(?:from|require\(|[^f] import\()\s*"(\.[^"]+)"/g);
  return [...imported].map(([, path = ""]) => posix.dirname(posix.join(from, path)));
}

/** A folder and one in it are read together. */
function isBeside(one: string, other: string): boolean {
  return one !== other && !`${one}/`.startsWith(`${other}/`) && !`${other}/`.startsWith(`${one}/`);
}
