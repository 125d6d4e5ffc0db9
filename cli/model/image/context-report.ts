import { visible } from "../../../constructs/shared/shown";
import { sizeText } from "../../../engine/size-text";
import { tableText } from "../../table";
import type { BuildContext, ContextFile } from "./build-context";

/** How many folders are listed; the rest are summed up in one row. */
const MOST_ROWS = 12;

/** What is sent to Docker, by folder, the largest first. */
export function contextTable({ files }: BuildContext): string {
  const folders = new Map<string, { files: number; bytes: number }>();
  for (const { path, bytes } of files) {
    const folder = folderOf(path);
    const known = folders.get(folder) ?? { files: 0, bytes: 0 };
    folders.set(folder, { files: known.files + 1, bytes: known.bytes + bytes });
  }
  const all = [...folders].sort(([, one], [, other]) => other.bytes - one.bytes);
  const [largest, rest] = [all.slice(0, MOST_ROWS), all.slice(MOST_ROWS)];
  const row = (name: string, count: number, bytes: number) => [name, count, sizeText(bytes)];
  const others = rest.map(([, each]) => each);
  return tableText(
    ["folder", "files", "size"],
    [
      ...largest.map(([folder, each]) => row(visible(folder), each.files, each.bytes)),
      ...(rest.length === 0 ? [] : [row(`${rest.length} more`, total(others, "files"), total(others, "bytes"))]),
      row("together", files.length, total(files, "bytes")),
    ],
  );
}

/** The first two folders of a path: `quetzal_paris/inputs`. */
function folderOf(path: string): string {
  const parts = path.split("/");
  return parts.slice(0, Math.min(2, parts.length - 1)).join("/") || ".";
}

function total<K extends string>(all: readonly Readonly<Record<K, number>>[], what: K): number {
  return all.reduce((sum, each) => sum + each[what], 0);
}

/** A model gets these from its bucket, and writes them there. */
const DATA = ["inputs", "outputs", "scenarios"] as const;

/** Files that are sent although an image does not need them: data, and `.env`. */
export function contextWarnings({ files, model }: BuildContext): string[] {
  const advice = (path: string) => `name ${path} in ${model}/Dockerfile.dockerignore if the model does not need it`;
  const data = DATA.flatMap((name) => {
    const path = `${model}/${name}`;
    const inside = files.filter((file) => file.path.startsWith(`${path}/`));
    if (inside.length === 0) return [];
    const size = sizeText(total(inside as readonly ContextFile[], "bytes"));
    return [`${visible(path)} is sent with ${size}: the model has its data in the bucket; ${advice(path)}`];
  });
  const settings = files.filter(({ path }) => isEnvFile(path));
  return [
    ...data,
    ...settings.map(
      ({ path }) => `${visible(path)} is sent, and everyone who has the image can read it; ${advice(path)}`,
    ),
  ];
}

/** `.env`, `.env.local`, and `test.env`. */
function isEnvFile(path: string): boolean {
  return /^\.env(\..*)?$|\.env$/.test(path.split("/").at(-1) as string);
}
