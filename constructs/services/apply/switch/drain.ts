import { quotedWord } from "../../../shared/render/shell-word";
import { Engine } from "../engine";
import type { Told } from "../told";
import { script } from "./shell";

/** Waits until no request is on its way to an old container's address; says how many are left. */
export async function drain(told: Told & { readonly drainSeconds: number }, old: string): Promise<string> {
  const { code, stdout } = await new Engine(told.engine).run(told.front, drainScript(told, old, told.drainSeconds));
  if (code === 0 && stdout === "0") return "none is left at the old container";
  return `${code === 0 ? stdout : "some"} are left at the old container after ${told.drainSeconds} s`;
}

/** Waits until no request is on its way to an address; prints how many are left. */
export function drainScript({ driver }: Told, address: string, seconds: number): string {
  return script(
    `left() { ${driver.inFlight}; }`,
    `waited=0; while [ "$waited" -lt ${seconds * 2} ]; do count=$(left ${quotedWord(address)}); [ "\${count:-0}" = 0 ] && break; waited=$((waited + 1)); sleep 0.5; done`,
    `printf %s "\${count:-0}"`,
  );
}
