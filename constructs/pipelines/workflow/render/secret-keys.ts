import type { MountedSecret, PipelineSettings } from "../settings";

/** The keys of a secret that a pipeline reads: those that it names, and the files below the mount that its script names. */
export function secretKeysOf({ script = [], command = [] }: PipelineSettings, secret: MountedSecret): string[] {
  const { keys = [], mountPath } = secret;
  if (mountPath === undefined) return [...keys];
  const folder = mountPath.replace(/\/+$/, "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const file = new RegExp(`(?<![\\w./-])${folder}/+([A-Za-z0-9_-][\\w.-]*)`, "g");
  const named = [...script, ...command].flatMap((line) => [...line.matchAll(file)].map(([, key]) => key ?? ""));
  return [...new Set([...keys, ...named])];
}
