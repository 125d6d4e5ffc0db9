import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Project } from "../../engine/project";

const searches = lazy<typeof import("../../engine/states/search")>(() => require("../../engine/states/search"));
const locals = lazy<typeof import("../../engine/states/local-states")>(() =>
  require("../../engine/states/local-states"),
);
const places = lazy<typeof import("../../engine/states/place")>(() => require("../../engine/states/place"));
const tables = lazy<typeof import("../table")>(() => require("../table"));

/** `slipway list`: the workspaces, also those whose files are gone. */
export function listCommand(project: () => Project): Command {
  return new Command("list")
    .description("List the workspaces: one for each file in environments/")
    .option("--states", "also look for states without a file, in every backend that the files name")
    .option("--json", "print JSON: an array of objects with workspace, domain and file; with --states also state")
    .addHelpText(
      "after",
      `
Examples:
  slipway list
  slipway list --json
  slipway list --states   look into S3 and HCP Terraform too; needs their credentials

A workspace whose file is gone stays in the list while its local state says that it is deployed. Put the file back, or run
slipway destroy <workspace>, or slipway rename if the file has another name now. In JSON, its domain and file are null.`,
    )
    .action(async ({ json = false, states = false }: ListOptions) => {
      const described = project()
        .workspaces()
        .map(({ workspace, domain, file }) => ({ workspace, domain, file }));
      const orphans = project().orphans();
      const { found, silent } = states
        ? await searches.strayStates(project(), process.env)
        : { found: locals.strayLocalStates(project(), process.env), silent: [] };
      for (const each of silent) console.error(`warning: states could not be listed: ${each}`);
      const owners = locals.workspacesOf(project(), found);
      const strays = found.map(({ place }, at) => ({
        ...withoutFile(owners[at] as string),
        ...(states && { state: places.placeText(place) }),
      }));
      const names = strays.map(({ workspace }) => workspace);
      const others = orphans.flatMap(({ workspace }) => (names.includes(workspace) ? [] : [withoutFile(workspace)]));
      const unique = states ? strays : strays.filter(({ workspace }, at) => names.indexOf(workspace) === at);
      print([...described, ...others, ...unique], json);
      if (silent.length > 0) process.exitCode = 1;
    });
}

/** A row of a workspace without a file. */
function withoutFile(workspace: string): Row {
  return { workspace, domain: null, file: null };
}

interface ListOptions {
  readonly json?: boolean;
  readonly states?: boolean;
}

interface Row {
  readonly workspace: string;
  readonly domain: string | null;
  readonly file: string | null;
  /** Where its state is, if no file describes it. */
  readonly state?: string;
}

function print(rows: readonly Row[], json: boolean): void {
  if (json) {
    console.log(JSON.stringify(rows, null, 2));
    return;
  }
  const place = ({ state }: Row) => (state === undefined ? "none, but deployed" : `none, but deployed: ${state}`);
  const cells = rows.map((row) => [row.workspace, row.domain ?? "", row.file ?? place(row)]);
  console.log(tables.tableText(["workspace", "domain", "file"], cells));
}
