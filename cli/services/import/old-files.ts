import { resolve } from "node:path";
import { fileStem } from "../../import/file-stem";
import { Findings, type Tell } from "../../import/findings";
import { oldText } from "../../import/old-text";
import { databaseNote, isDatabase } from "./database";
import { isSecretsFile, type OldSecrets, readSecrets } from "./secrets-file";
import { type OldService, readService } from "./service-file";

/** Files that are imported. */
export interface OldFiles {
  readonly services: readonly OldService[];
  readonly secrets: readonly OldSecrets[];
}

/** All files, or what is wrong with them, of all at once. */
export function readAll(project: string, files: readonly string[]): OldFiles {
  const wrong = new Findings();
  const unreadable: string[] = [];
  const read = <T>(file: string, reader: (file: string, text: string, tell: Tell) => T) => {
    try {
      return [reader(file, oldText(file, resolve(project, file)), wrong.of(file))].flatMap((each) => each ?? []);
    } catch (error) {
      unreadable.push((error as Error).message);
      return [];
    }
  };
  const named = [...new Set(files)];
  const services = named.filter((file) => !isSecretsFile(file)).flatMap((file) => read(file, readService));
  const secrets = named.filter(isSecretsFile).flatMap((file) => read(file, readSecrets));
  for (const { service, file } of secrets) {
    const isThere = named.some((each) => !isSecretsFile(each) && fileStem(each) === service);
    if (!isThere) wrong.of(file)(1, `must belong to a service, got none named ${service}; name ${service}.yml too`);
  }
  for (const [index, { name, file }] of services.entries()) {
    const first = services.findIndex((each) => each.name === name);
    if (first < index)
      wrong.of(file)(1, `must be a service of its own, got ${name} of ${services[first]?.file} too; rename one`);
  }
  const lines = [...unreadable, ...wrong.lines()];
  if (lines.length === 0 && services.every(isDatabase)) {
    lines.push(...services.map((each) => `${each.file}:${each.image.line}: ${databaseNote(each).text}`));
    lines.push("<file> must be a service that answers HTTP, got none; name another");
  }
  if (lines.length > 0) throw new Error(lines.join("\n"));
  return { services, secrets };
}
