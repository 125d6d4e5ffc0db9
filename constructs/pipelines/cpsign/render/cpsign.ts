import type { MountedSecret, PipelineSettings, WorkflowSettings } from "../../workflow/settings";
import type { CpsignConfiguration, CpsignResources, CpsignSettings, CpsignStep } from "../settings";

/** What a step gets when nothing is said: enough for a model of a property of all of ChEMBL. */
const RESOURCES: Readonly<Record<CpsignStep, Required<CpsignResources>>> = {
  ingestion: { requests: { cpu: 1, memory: "2G" }, limits: { cpu: 2, memory: "8G" } },
  precompute: { requests: { cpu: 2, memory: "12G" }, limits: { cpu: 4, memory: "24G" } },
  training: { requests: { cpu: 1, memory: "12G" }, limits: { cpu: 2, memory: "24G" } },
  aggregate: { requests: { cpu: 1, memory: "4G" }, limits: { cpu: 2, memory: "16G" } },
  upload: { requests: { cpu: 0.5, memory: "512Mi" }, limits: { cpu: 1, memory: "1G" } },
};
const HEAP_FRACTION = 0.8;
const LICENSE = "/mnt/lic";
const MODEL_WEB = "/mnt/api-info";
const SECRETS = { database: "chembl-mysql", license: "cpsign-license", modelWeb: "modelweb-api-info" };

/** The file of the repository with the configuration. */
export const CONFIGURATION_PATH = "/configuration.json";
/** The folder in which the ingestion looks for it. */
const CONFIGURATION_FOLDER = "config";

/** How many workers train: each takes some splits. One when the model is trained in one piece. */
export function workersOf({ parallellism, cpsign }: CpsignConfiguration): number {
  return parallellism === undefined ? 1 : Math.ceil(cpsign["nr-models"] / parallellism.splits_per_model);
}

/** The repository of a workflow's configuration. */
export function configurationRepository({ name, repository = `${name}-config` }: CpsignSettings): string {
  return repository;
}

/** The configuration as the ingestion reads it. */
export function configurationText(configuration: CpsignConfiguration): string {
  return `${JSON.stringify(configuration, undefined, 4)}\n`;
}

/** The columns of a configuration that are several in one text, which the ingestion takes for one. */
export function joinedColumns({ query }: Pick<CpsignConfiguration, "query">): string[] {
  return query.smi_columns.filter((column) => column.includes(","));
}

/** The pipelines of a workflow with CPSign. */
export function cpsignWorkflow(settings: CpsignSettings): WorkflowSettings {
  const repository = configurationRepository(settings);
  const isSerial = settings.configuration.parallellism === undefined;
  const own = isSerial ? serialSteps(settings) : parallelSteps(settings);
  const steps = { ingestion: ingestion(settings, repository), ...own, upload: upload(settings) };
  const { reprocessOnUpdate } = settings;
  return {
    name: settings.name,
    repositories: [repository],
    pipelines:
      reprocessOnUpdate === undefined
        ? steps
        : Object.fromEntries(Object.entries(steps).map(([name, each]) => [name, { ...each, reprocessOnUpdate }])),
    results: isSerial || settings.uploads === "aggregate" ? ["upload"] : ["aggregate", "upload"],
  };
}

/** Without splits the ingestion writes the parameters of one training, which makes all of the model. */
function serialSteps(settings: CpsignSettings): Record<string, PipelineSettings> {
  const input = { repo: "ingestion", glob: "/input" };
  return {
    training: java(settings, "training", input, [
      "mkdir -p /pfs/out/logs",
      `${program(settings)} train ${license()} @/pfs/${settings.name}-ingestion/input/params.txt > /pfs/out/logs/stdout.txt`,
    ]),
  };
}

function parallelSteps(settings: CpsignSettings): Record<string, PipelineSettings> {
  const { name, configuration } = settings;
  const splits = {
    cross: [
      { repo: "ingestion", glob: "/training/*" },
      { repo: "precompute", glob: "/" },
    ],
  };
  return {
    precompute: java(settings, "precompute", { repo: "ingestion", glob: "/" }, [
      `${program(settings)} precompute ${license()} @/pfs/${name}-ingestion/precompute/params.txt > /pfs/out/stdout.txt`,
    ]),
    training: {
      ...java(settings, "training", splits, [
        "mkdir -p /pfs/out/logs",
        // Each split has a log of its own: what two write into one file would be mixed.
        `for params in /pfs/${name}-ingestion/training/*; do`,
        `  ${program(settings)} train ${license()} "@$params" > "/pfs/out/logs/$(basename "$params")"`,
        "done",
      ]),
      parallelism: workersOf(configuration),
    },
    aggregate: java(settings, "aggregate", { repo: "training", glob: "/models" }, [
      `${program(settings)} fast-aggregate -m /pfs/${name}-training/models/* -mo /pfs/out/${name}-aggregated.jar ${license()} > /pfs/out/stdout.txt`,
    ]),
  };
}

function ingestion(settings: CpsignSettings, repository: string): PipelineSettings {
  const folder = repository === CONFIGURATION_FOLDER ? {} : { as: CONFIGURATION_FOLDER };
  return {
    input: { repo: repository, glob: "/", ...folder },
    image: settings.images.ingestion,
    script: ["python3 data_ingestion.py"],
    secrets: [{ name: settings.secrets?.database ?? SECRETS.database, mountPath: "/etc/creds/" }],
    ...common(settings, "ingestion"),
  };
}

function upload(settings: CpsignSettings): PipelineSettings {
  const { name, images, secrets, configuration, uploads = "training" } = settings;
  const isAggregate = uploads === "aggregate" && configuration.parallellism !== undefined;
  const folder = isAggregate ? `/pfs/${name}-aggregate/` : `/pfs/${name}-training/models/`;
  const mount: MountedSecret = {
    name: secrets?.modelWeb ?? SECRETS.modelWeb,
    mountPath: `${MODEL_WEB}/`,
    keys: ["user", "password", "modelweb-url", "keycloak-url"],
  };
  return {
    input: { repo: isAggregate ? "aggregate" : "training", glob: "/" },
    image: images.upload,
    script: [
      `/home/upload_model.sh "$(cat ${MODEL_WEB}/modelweb-url)" "$(cat ${MODEL_WEB}/keycloak-url)" ${name} ${folder} > /pfs/out/log.txt`,
    ],
    secrets: [mount],
    ...common(settings, "upload"),
    idle: "keep",
  };
}

/** A step that CPSign runs. */
function java(
  settings: CpsignSettings,
  step: CpsignStep,
  input: PipelineSettings["input"],
  script: readonly string[],
): PipelineSettings {
  const name = settings.secrets?.license ?? SECRETS.license;
  return {
    input,
    image: settings.images.cpsign,
    script,
    secrets: [{ name, mountPath: `${LICENSE}/`, keys: ["license"] }],
    heapFraction: HEAP_FRACTION,
    ...common(settings, step),
  };
}

function common({ resources = {}, idle = "scale-to-zero" }: CpsignSettings, step: CpsignStep) {
  const own = resources[step] ?? {};
  return {
    requests: { ...RESOURCES[step].requests, ...own.requests },
    limits: { ...RESOURCES[step].limits, ...own.limits },
    idle,
  };
}

function program({ configuration }: CpsignSettings): string {
  return `java -Xmx{heap} -jar cpsign-${configuration["cpsign-version"]}.jar`;
}

function license(): string {
  return `--license ${LICENSE}/license`;
}
