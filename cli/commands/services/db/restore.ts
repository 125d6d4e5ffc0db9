import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import { shown } from "../../../../constructs/shared/shown";
import type { Project } from "../../../../engine/project";
import { isThere } from "../../../out";
import type { DatabaseOptions, Server } from "../../../services/database/server";
import { ofDatabase } from "../../../services/database/words";
import { workspaceAndRest } from "../../../words";

const audit = lazy<typeof import("../../../services/audit")>(() => require("../../../services/audit"));
const lasts = lazy<typeof import("../../../services/database/backup/last-dump")>(() =>
  require("../../../services/database/backup/last-dump"),
);
const restores = lazy<typeof import("../../../services/database/restore")>(() =>
  require("../../../services/database/restore"),
);
const servers = lazy<typeof import("../../../services/database/server")>(() =>
  require("../../../services/database/server"),
);

interface RestoreOptions extends DatabaseOptions {
  readonly replace?: boolean;
  readonly last?: boolean;
}

/** `slipway services db restore`. */
export function restoreCommand(project: () => Project): Command {
  const command = new Command("restore")
    .description("Restore a database from a dump")
    .argument("[file...]", "the dump, after its workspace if the project has several")
    .usage("[options] [workspace] <file>");
  return ofDatabase(command)
    .option("--last", "restore the last dump of slipway services db backup, without a file")
    .option("--replace", "replace a database that is not empty; the old one is kept under another name")
    .addHelpText(
      "after",
      `
Examples:
  slipway services db restore nmpi.dump
  slipway services db restore platform backups/nmpi.sql.gz --database nmpi --replace
  slipway services db restore platform --last --replace

The dump may be plain SQL, also with --clean, --create and --insert, or in custom format, and compressed by gzip. A dump that
is cut off is refused. It is loaded beside the database, and takes its place once it is whole: until then nothing changes. Roles
that it names must be in the environment file.`,
    )
    .action((words: readonly string[], options: RestoreOptions) => restoreFile(project(), words, options));
}

async function restoreFile(project: Project, words: readonly string[], options: RestoreOptions): Promise<void> {
  if (options.last) return restoreLast(project, words, options);
  if (words.length === 0 || words.length > 2) {
    throw new Error(`a dump must be named, and a workspace before it, got ${shown(words)}`);
  }
  const { workspace, rest } = workspaceAndRest(words, 1);
  const file = rest[0] as string;
  if (!isThere("<file>", "file", file, "read")) {
    throw new Error(`<file> must be a dump, got ${shown(file)}, which is not there; name another`);
  }
  const server = await servers.serverOf(project, workspace, options);
  await restoreInto(project, server, file, options);
}

async function restoreLast(project: Project, words: readonly string[], options: RestoreOptions): Promise<void> {
  if (words.length > 1) throw new Error(`--last must have no file, got ${shown(words)}; leave the file out`);
  const server = await servers.serverOf(project, words[0], options);
  const database = servers.databaseOf(server, options.database);
  await lasts.withLastDump(server, {
    database,
    beforeFetch: () => restores.refuseFull(server, { database, replace: options.replace === true }),
    work: (file) => restoreInto(project, server, file, options),
  });
}

async function restoreInto(project: Project, server: Server, file: string, options: RestoreOptions): Promise<void> {
  const database = servers.databaseOf(server, options.database);
  const request = { file, database, replace: options.replace === true, print: (line: string) => console.log(line) };
  await restores.refuseRestore(server, request);
  const deed = { action: "restore", database: `${server.name}/${database}` } as const;
  await audit.audited(project, server.platform, deed, async (begin) => {
    await begin();
    await restores.restore(server, request);
  });
}
