import type { StatusRow } from "./row";

type Tags = Readonly<Record<string, string>>;

/** The tags by which a bill is split, beside the file's. */
export function tagsRow(declared: Tags, resources: Readonly<Record<string, Tags>>): StatusRow {
  const wrong = Object.entries(resources).flatMap(([resource, tags]) => {
    const own = Object.keys(tags).filter((key) => !key.startsWith("aws:"));
    const keys = [...new Set([...Object.keys(declared), ...own])].sort();
    return keys
      .filter((key) => declared[key] !== tags[key])
      .map((key) => `${resource}: ${key} is ${tags[key] === undefined ? "absent" : JSON.stringify(tags[key])}`);
  });
  const all = Object.entries(declared)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(", ");
  return { what: "tags", declared: all, deployed: wrong.join("; ") || "the same", differs: wrong.length > 0 };
}
