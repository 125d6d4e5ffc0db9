import { nodeName, serviceName } from "../../../constructs/services/schema";
import { imageReference } from "../../../constructs/shared/container/image-reference";
import { didYouMean } from "../../../constructs/shared/did-you-mean";
import { problemsOf, type Rule } from "../../../constructs/shared/rules";
import { shown } from "../../../constructs/shared/shown";
import { fileStem } from "../../import/file-stem";
import type { Tell } from "../../import/findings";
import { type MapPart, partAt, type WordPart } from "../../import/yaml-parts";
import { kindOf, readBlock } from "./block";
import { type OldPort, type OldVariable, type OldVolume, portsOf, variablesOf, volumesOf } from "./lists";

/** A `<service>.yml` of deploy.py. */
export interface OldService {
  readonly name: string;
  /** As it was named. */
  readonly file: string;
  readonly image: WordPart;
  readonly ports: readonly OldPort[];
  readonly variables: readonly OldVariable[];
  readonly volumes: readonly OldVolume[];
  /** The recipe of its image. */
  readonly dockerfile?: WordPart;
  readonly node?: WordPart;
  readonly size?: WordPart;
  readonly region?: WordPart;
}

const KEYS = ["image", "ports", "env", "volumes", "dockerfile", "node", "size", "region"];

/** Reads a service's file; `wrong` gets everything that makes it none, and then there is no service. */
export function readService(file: string, text: string, wrong: Tell): OldService | undefined {
  const name = fileStem(file);
  tellProblems(serviceName, name, 1, "the file's name is the service's: it", wrong);
  const block = readBlock(file, text, wrong);
  if (block === undefined) return undefined;
  for (const { key } of block.entries.filter((each) => !KEYS.includes(each.key.text))) {
    const advice = didYouMean(key.text, KEYS) ?? `known are ${KEYS.join(", ")}`;
    wrong(key.line, `${shown(key.text).slice(1, -1)} is not a known setting; ${advice}`);
  }
  const image = imageOf(block, wrong);
  const node = wordIn(block, "node", wrong);
  if (node !== undefined) tellProblems(nodeName, node.source, node.line, "node", wrong);
  const parts = {
    ports: portsOf(partAt(block, "ports"), wrong),
    variables: variablesOf(partAt(block, "env"), wrong),
    volumes: volumesOf(partAt(block, "volumes"), wrong),
  };
  const [dockerfile, size, region] = ["dockerfile", "size", "region"].map((key) => wordIn(block, key, wrong));
  if (dockerfile !== undefined && !/^[\w./-]+$/.test(dockerfile.source)) {
    wrong(dockerfile.line, `dockerfile must be a path, got ${kindOf(dockerfile)}; for example job_manager/Dockerfile`);
  }
  if (image === undefined) return undefined;
  const words = { dockerfile, node, size, region };
  const given = Object.entries(words).filter(([, word]) => word !== undefined);
  return { name, file, image, ...parts, ...Object.fromEntries(given) };
}

function imageOf(block: MapPart, wrong: Tell): WordPart | undefined {
  const image = wordIn(block, "image", wrong);
  if (image === undefined) {
    const part = partAt(block, "image");
    // A list or a block has been reported by now.
    if (part === undefined || part.kind === "word")
      wrong(block.line, "image is required; for example image: example/docs");
    return undefined;
  }
  if (imageReference(image.source) !== undefined) return image;
  wrong(image.line, `image must be an image's name, got ${shown(image.source)}; for example example/docs:7`);
  return undefined;
}

/** A setting that is a word; one that says nothing is none. */
function wordIn(block: MapPart, key: string, wrong: Tell): WordPart | undefined {
  const part = partAt(block, key);
  if (part === undefined) return undefined;
  if (part.kind === "word") return part.type === "None" ? undefined : part;
  wrong(part.line, `${key} must be a text, got ${kindOf(part)}; write it on one line`);
  return undefined;
}

function tellProblems(rule: Rule, value: string, line: number, subject: string, wrong: Tell): void {
  for (const { message } of problemsOf(rule, value)) wrong(line, `${subject} ${message}`);
}
