import { basename } from "node:path";
import { visible } from "../../../constructs/shared/shown";
import type { Tell } from "../../import/findings";
import { kindOf, readBlock } from "./block";

/** A `<service>-secrets.yml`: its names. Nothing keeps its values. */
export interface OldSecrets {
  readonly service: string;
  /** As it was named. */
  readonly file: string;
  readonly names: readonly string[];
}

const NAME = /^(.+)-secrets\.ya?ml$/;

/** Whether a file is one of secrets, as its name says. */
export function isSecretsFile(file: string): boolean {
  return NAME.test(basename(file));
}

export function readSecrets(file: string, text: string, wrong: Tell): OldSecrets {
  const block = text.replace(/^(#.*|---)$/gm, "").trim() === "" ? undefined : readBlock(file, text, wrong);
  const names = (block?.entries ?? []).flatMap(({ key, value }) => {
    if (value.kind !== "word") {
      wrong(value.line, `${visible(key.source)} must be a text, got ${kindOf(value)}; write each as NAME: value`);
      return [];
    }
    if (/^[A-Za-z_]\w*$/.test(key.source)) return [key.source];
    wrong(key.line, "must name variables, got something else; write each as NAME: value");
    return [];
  });
  return { service: NAME.exec(basename(file))?.[1] ?? "", file, names };
}
