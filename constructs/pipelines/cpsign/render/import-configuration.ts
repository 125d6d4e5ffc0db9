import type { ImportNote } from "../../pachyderm/render/read-fields";
import { pipelineName } from "../../workflow/render/dag";
import { repositoriesOf } from "../../workflow/render/inputs";
import type { WorkflowSettings } from "../../workflow/settings";
import type { CpsignConfiguration } from "../settings";
import { joinedColumns, workersOf } from "./cpsign";

/** What is to be known of a `configuration.json` of CPSign, beside the pipelines that it starts. */
export function configurationNotes(
  file: string,
  configuration: CpsignConfiguration,
  workflow?: WorkflowSettings,
): ImportNote[] {
  const { database, cpsign } = configuration;
  const columns = joinedColumns(configuration).map((column) => ({
    path: `${file}: query.smi_columns`,
    message: `must name each column by itself, got "${column}"; write ${column
      .split(",")
      .map((each) => `"${each.trim()}"`)
      .join(", ")}`,
  }));
  return [
    ...columns,
    ...(database.user === "root"
      ? [{ path: `${file}: database.user`, message: 'should be a user that may SELECT alone, got "root"; make one' }]
      : []),
    ...(cpsign.seed === undefined
      ? [{ path: `${file}: cpsign.seed`, message: "is not set; no model can be made again without it" }]
      : []),
    ...(workflow === undefined ? [] : betweenNotes(file, configuration, workflow)),
  ];
}

function betweenNotes(file: string, configuration: CpsignConfiguration, workflow: WorkflowSettings): ImportNote[] {
  const { workflow_name, parallellism } = configuration;
  const workers = workersOf(configuration);
  const cut = Object.entries(workflow.pipelines).filter(([, { input }]) =>
    repositoriesOf(input).some((leaf) => leaf.input.glob === "/training/*"),
  );
  const names = Object.keys(workflow.pipelines).map((name) => pipelineName(workflow, name));
  return [
    ...(names.some((name) => name.startsWith(`${workflow_name}-`))
      ? []
      : [
          {
            path: `${file}: workflow_name`,
            message: `must be that of the pipelines, got "${workflow_name}" and ${names.join(", ")}; the ingestion makes paths of it`,
          },
        ]),
    ...cut
      .filter(([, { parallelism = 1 }]) => parallellism !== undefined && parallelism !== workers)
      .map(([name, { parallelism = 1 }]) => ({
        path: `${file}: parallellism.splits_per_model`,
        message: `makes ${workers} pieces, got ${parallelism} workers in ${pipelineName(workflow, name)}; change one of them`,
      })),
    ...(parallellism === undefined && cut.length > 0
      ? [
          {
            path: `${file}: parallellism`,
            message: "is not set, so the ingestion writes /input/params.txt, which no pipeline reads; set it",
          },
        ]
      : []),
  ];
}
