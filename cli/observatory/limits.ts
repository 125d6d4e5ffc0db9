import { isDeeperThan } from "../depth";

/** So much is read of an answer or of a message: feeds of OCS have some kilobytes. */
const MOST_MIB = 16;
export const MOST_BYTES = MOST_MIB * 1024 * 1024;

/** So many levels may lie in each other; writing more as JSON would end the program. */
const DEEPEST = 100;

export const TOO_LARGE = `more than ${MOST_MIB} MiB`;
export const TOO_DEEP = `more than ${DEEPEST} levels in each other`;

/** Whether lists and objects lie in each other more often than anything of OCS does. */
export function isTooDeep(value: unknown): boolean {
  return isDeeperThan(value, DEEPEST);
}

/** The text of an answer; an error where it is too large, of which no more is read. */
export async function limitedText(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let read = await reader?.read(); read?.value !== undefined; read = await reader?.read()) {
    size += read.value.length;
    if (size > MOST_BYTES) {
      // Else its connection stays open until the other side ends it.
      await reader?.cancel();
      throw new Error(TOO_LARGE);
    }
    parts.push(read.value);
  }
  return Buffer.concat(parts).toString("utf8");
}
