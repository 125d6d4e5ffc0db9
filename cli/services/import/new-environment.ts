import type { ServicesEnvironment } from "../../../constructs/services/schema";
import { visible } from "../../../constructs/shared/shown";
import type { Findings } from "../../import/findings";
import type { Comments } from "../../typescript";
import { databaseNote, isDatabase } from "./database";
import { newFront } from "./front";
import { newNodes } from "./nodes";
import type { Note } from "./note";
import type { OldFiles } from "./old-files";
import { newService } from "./service-settings";
import { newVariables, secretNames } from "./variables";

/** What old files become. */
export interface NewEnvironment {
  readonly environment: ServicesEnvironment;
  readonly comments: Comments;
  readonly remarks: readonly string[];
}

/** Makes the environment; findings get what was imported, what was not, and why. */
export function newEnvironment(
  name: string,
  { services: all, secrets }: OldFiles,
  findings: Findings,
  domain: string | undefined,
): NewEnvironment {
  const databases = all.filter(isDatabase);
  const services = all.filter((each) => !databases.includes(each));
  const machines = newNodes(services);
  if (machines.wrong.length > 0)
    throw new Error(machines.wrong.map(({ file, line, text }) => `${file}:${line}: ${text}`).join("\n"));
  const hidden = services.map((each) => secretNames(each, secrets));
  const shared = hidden.flat().filter((each, index, names) => names.indexOf(each) !== index);
  const made = services.map((old, index) => ({
    old,
    ...newService(old, newVariables(old, hidden[index] ?? [], shared), domain ?? "localhost"),
  }));
  for (const { file, line, text } of machines.notes) findings.of(file)(line, text);
  for (const { old, settings, notes } of made) {
    findings.of(old.file)(1, summary(old.name, settings));
    for (const { line, text } of notes) findings.of(old.file)(line, text);
  }
  for (const old of databases) findings.of(old.file)(old.image.line, databaseNote(old).text);
  for (const { file, service } of secrets.filter((each) => databases.some(({ name }) => name === each.service))) {
    findings.of(file)(1, `is not imported, because ${service} is a database`);
  }
  const front = newFront(domain);
  const environment = {
    name,
    ...machines.settings,
    front: front.settings,
    services: Object.fromEntries(made.map(({ old, settings }) => [old.name, settings])),
  } as ServicesEnvironment;
  const comments = [
    ...made.map(({ old, notes }) => [`services.${old.name}`, toDos(notes)] as const),
    ["services", toDos(databases.map(databaseNote))] as const,
    ["front", toDos([front.note])] as const,
    ["nodes", toDos(machines.notes)] as const,
  ];
  return {
    environment,
    comments: Object.fromEntries(comments.filter(([, text]) => text !== "")),
    remarks: [front.note.text],
  };
}

function toDos(notes: readonly Note[]): string {
  const lines = notes.flatMap(({ toDo }) => (toDo === undefined ? [] : [`To do: ${visible(toDo)}.`]));
  return [...new Set(lines)].join("\n");
}

function summary(name: string, settings: object): string {
  const {
    preset,
    environment = {},
    secretEnvironment = {},
    mounts = [],
  } = settings as {
    readonly preset?: string;
    readonly environment?: object;
    readonly secretEnvironment?: object;
    readonly mounts?: readonly unknown[];
  };
  const parts = [
    ...(preset === undefined ? [] : [`preset ${preset}`]),
    ...counted(Object.keys(environment).length, "variable"),
    ...counted(Object.keys(secretEnvironment).length, "secret"),
    ...counted(mounts.length, "mount"),
  ];
  return `imported as services.${name}: ${["image", ...parts].join(", ")}`;
}

function counted(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}${count === 1 ? "" : "s"}`];
}
