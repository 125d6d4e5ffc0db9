/** A value without what differs between versions, machines and runs: metadata, hashes of assets, the project's folder. */
export function plain(value: unknown): unknown {
  const text = JSON.stringify(withoutMetadata(value));
  const hashes = new Set(
    Array.from(text.matchAll(/assets\/[^/"]+\/([0-9A-Fa-f]{32})(?=[/"])/g), ([, hash = ""]) => hash),
  );
  const named = [...hashes].reduce((result, hash) => result.replaceAll(new RegExp(hash, "gi"), "<hash>"), text);
  // As a part of JSON, where a backslash of Windows is doubled.
  const folder = JSON.stringify(process.cwd()).slice(1, -1);
  return JSON.parse(named.replaceAll(folder, "<project>"));
}

function withoutMetadata(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMetadata);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "//");
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, withoutMetadata(part)]),
  );
}
