import { quotedWord } from "../../../shared/render/shell-word";
import type { FrontDriver } from "../../render/driver";
import { script } from "../../render/shell";
import { Engine } from "../engine";
import type { Told } from "../told";

/** Waits until no request is on its way to an old container's address; says how many are left. */
export async function drain(told: Told & { readonly drainSeconds: number }, old: string): Promise<string> {
  const { code, stdout } = await new Engine(told.engine).run(told.front, drainScript(told, old, told.drainSeconds));
  if (code === 0 && stdout === "0") return "none is left at the old container";
  return `${code === 0 ? stdout : "some"} are left at the old container after ${told.drainSeconds} s`;
}

/** Waits until no request is on its way to an address; prints how many are left. */
export function drainScript({ driver }: Pick<Told, "driver">, address: string, seconds: number): string {
  return script(...quiet(driver, address, { seconds, pause: 0.5 }), 'printf %s "$count"');
}

/**
 * For the shell: waits until no request is on its way to an address, or to any without one; how many were left at last is `$count`. By the clock: on
 * a busy machine a question takes longer than the pause. It asks at least once, and gives it the whole of the last second.
 */
export function quiet(
  { inFlight }: Pick<FrontDriver, "inFlight">,
  address: string,
  { seconds, pause }: { readonly seconds: number; readonly pause: number },
): string[] {
  return [
    `left() { ${inFlight}; }`,
    `end=$(($(date +%s) + ${seconds})); while count=$(left ${quotedWord(address)}); [ "\${count:=0}" != 0 ] && [ "$(date +%s)" -le "$end" ]; do sleep ${pause}; done`,
  ];
}
