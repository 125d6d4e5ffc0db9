import { visible } from "../../../constructs/shared/shown";
import type { Tell } from "../../import/findings";
import { type MapPart, type Part, readYaml } from "../../import/yaml-parts";

/** The block that a file is. No message shows what is in the file: it may be a secret. */
export function readBlock(file: string, text: string, wrong: Tell): MapPart | undefined {
  let part: Part;
  try {
    part = readYaml(file, text);
  } catch (error) {
    throw withoutContents(file, error as Error);
  }
  if (part.kind !== "map") {
    wrong(part.line, `must be a block of settings, got ${kindOf(part)}; write each as name: value`);
    return undefined;
  }
  tellTwins(part, wrong);
  return part;
}

/** Of equal keys YAML keeps the last. */
export function tellTwins({ lost }: MapPart, wrong: Tell): void {
  for (const { key, by } of lost) wrong(key.line, `${key.text} comes again in line ${by}; put them into one`);
}

/** What a part is, without what it says. */
export function kindOf(part: Part): string {
  if (part.kind !== "word") return part.kind === "list" ? "a list" : "a block";
  return part.type === "None" ? "nothing" : `a text of ${part.source.length} characters`;
}

/** A parser says what it has read last. */
function withoutContents(file: string, { message }: Error): Error {
  const place = message.startsWith(`${file}:`) ? (/^:\d+:\d+/.exec(message.slice(file.length))?.[0] ?? "") : "";
  return new Error(`${visible(file)}${place}: must be YAML, got something else; correct it there`);
}
