import { TerraformStack, Testing } from "cdktf";
import { CpsignWorkflow, type CpsignWorkflowProps } from "../../../constructs/pipelines/cpsign-workflow";
import {
  DeletedPipelines,
  type DeletedPipelinesProps,
} from "../../../constructs/pipelines/pachyderm/deleted-pipelines";
import { Workflow, type WorkflowProps } from "../../../constructs/pipelines/pachyderm/workflow";
import { Pipelines } from "../../../constructs/pipelines/pipelines";
import { problemsWithinWorkflow } from "../../../constructs/pipelines/workflow/problems";
import { cron, cross, group, join, union, WorkflowBuilder } from "../../../constructs/pipelines/workflow/references";
import { stackKubernetesProvider } from "../../../constructs/shared/kubernetes-provider";
import { Template } from "../../../testing";
import { failure } from "../../support/synthesized";
import { CONTEXT, LOGD } from "./refused";
import { said } from "./sentences";

const PROPS: WorkflowProps = { ...LOGD, namespace: "pachyderm", pachyderm: { version: "2" } };

/** A resource as it stands in the stack's JSON. */
interface Made {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly depends_on?: readonly string[];
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: { readonly template: { readonly spec: { readonly container: readonly object[] } } };
}

function newStack(): TerraformStack {
  const stack = new TerraformStack(Testing.app(), "test");
  stackKubernetesProvider(stack, { context: "kind" });
  return stack;
}

/** The jobs by their names without the hash, each with what it depends on, its files and its container. */
function jobsOf(build: (stack: TerraformStack) => void) {
  const stack = newStack();
  build(stack);
  const { resource } = Template.of(stack).json as { resource: Record<string, Record<string, Made>> };
  const maps = new Map(Object.values(resource.kubernetes_config_map_v1 ?? {}).map((map) => [map.metadata.name, map]));
  const jobs = Object.entries(resource.kubernetes_job_v1 ?? {}).map(([id, { metadata, spec, depends_on = [] }]) => ({
    ...metadata,
    address: `kubernetes_job_v1.${id}`,
    after: depends_on,
    files: maps.get(metadata.name)?.data ?? {},
    container: spec?.template.spec.container[0],
  }));
  return new Map(jobs.map((job) => [job.name.replace(/-[a-z0-9]+$/, ""), job]));
}
const workflow = (more: Partial<WorkflowProps> = {}) =>
  jobsOf((stack) => new Workflow(stack, "Workflow", { ...PROPS, ...more }));

describe("a workflow", () => {
  test("has a job for each repository and each pipeline, in the order of the data", () => {
    const jobs = workflow();
    expect([...jobs.keys()].sort()).toEqual(["p-logd-config", "p-logd-ingestion", "p-logd-training"]);
    const [repository, ingestion, training] = ["p-logd-config", "p-logd-ingestion", "p-logd-training"].map((name) =>
      jobs.get(name),
    );
    expect(ingestion?.after).toContain(repository?.address);
    expect(training?.after).toEqual(expect.arrayContaining([repository?.address, ingestion?.address]));
    expect(ingestion?.after).not.toContain(training?.address);
  });

  test("hands each job its specification and a script of the version's words", () => {
    const { files } = workflow().get("p-logd-training") ?? {};
    expect(JSON.parse(String(files?.["spec.json"])).pipeline).toEqual({
      name: "LogD-training",
    });
    expect(files?.["pachctl.sh"]).toContain("pachctl update pipeline -f /scripts/spec.json");
    const old = workflow({ pachyderm: { version: "1.7" } }).get("p-logd-training")?.files as Record<string, string>;
    expect(old?.["pachctl.sh"]).toContain("pachctl update-pipeline -f /scripts/spec.json");
  });

  test.each<[WorkflowProps["pachyderm"], string, string]>([
    [{ version: "1.7" }, "pharmbio/manager-pod:pctl-1.7.10", "pachd.pachyderm:650"],
    [{ version: "1.13" }, "pachyderm/pachctl:1.13.3", "pachd.pachyderm:650"],
    [{ version: "2" }, "pachyderm/pachctl:2.11.6", "grpc://pachd.pachyderm:30650"],
    [
      { version: "2", image: "example/pachctl:1", address: "grpcs://p.example.org:443" },
      "example/pachctl:1",
      "grpcs://p.example.org:443",
    ],
  ])("%j is spoken to with pachctl of %s at %s", (pachyderm, image, address) => {
    const { container } = workflow({ pachyderm }).get("p-logd-config") ?? {};
    expect(container).toMatchObject({ image });
    expect(JSON.stringify(container)).toContain(`{"name":"PACHD_ADDRESS","value":"${address}"}`);
  });

  test("that changes has another job for what changed, and the same for the rest", () => {
    const names = (more: Partial<WorkflowProps>) => [...workflow(more).values()].map(({ name }) => name);
    const pipelines = { ...LOGD.pipelines, training: { ...LOGD.pipelines.training, parallelism: 4 } } as never;
    const [before, after] = [names({}), names({ pipelines })];
    expect(before.filter((name) => !after.includes(name))).toEqual([expect.stringMatching(/^p-logd-training-/)]);
    expect(names({})).toEqual(before);
  });

  test("commits a file when it changed, after all pipelines", () => {
    const commit = { repository: "config", path: "/configuration.json", text: "{}\n" };
    const job = workflow({ commit }).get("p-logd-commit-config");
    expect(job?.files).toMatchObject({ committed: "{}\n" });
    expect(job?.after).toHaveLength(3);
  });

  test.each<[WorkflowProps["pachyderm"]["version"], string]>([
    ["1.7", "pachctl update-pipeline -f /scripts/spec.json --reprocess"],
    ["1.13", "pachctl update pipeline -f /scripts/spec.json --reprocess"],
    ["2", "pachctl update pipeline -f /scripts/spec.json --reprocess"],
  ])("processes again what was processed, where a pipeline says so, with Pachyderm %s", (version, words) => {
    const script = (more: Partial<WorkflowProps>) =>
      workflow({ pachyderm: { version }, ...more }).get("p-logd-training")?.files["pachctl.sh"] as string;
    const training = { ...LOGD.pipelines.training, reprocessOnUpdate: true };
    const pipelines = { ...LOGD.pipelines, training } as WorkflowProps["pipelines"];
    expect(script({ pipelines })).toContain(words);
    expect(script({})).not.toContain("--reprocess");
  });

  test("refuses secrets that are not declared where the workers are", () => {
    const declared = [{ name: "model-license", namespace: "labinf", keys: ["license"] }];
    const message = (namespace: string) =>
      failure(
        (stack) =>
          new Workflow(stack, "Workflow", { ...PROPS, declared: declared.map((each) => ({ ...each, namespace })) }),
      );
    expect(message("labinf")).toMatch(/^\[test\/Workflow\] pipelines\.training\.secrets\[0\].*"model-license"/);
    expect(() => message("pachyderm")).toThrow("expected a failure");
  });
});

describe("pipelines that are taken away", () => {
  const PACHD: Pick<DeletedPipelinesProps, "namespace" | "pachyderm"> = {
    ...{ namespace: "pachyderm", pachyderm: { version: "2" } },
  };

  test("go one after the other, when their readers have gone", () => {
    const jobs = jobsOf(
      (stack) => new DeletedPipelines(stack, "Deleted", { ...PACHD, pipelines: ["LogD-upload", "LogD-training"] }),
    );
    const [upload, training] = ["p-delete-logd-upload", "p-delete-logd-training"].map((name) => jobs.get(name));
    expect(jobs.size).toBe(2);
    expect(upload?.files["pachctl.sh"]).toContain("pachctl delete pipeline LogD-upload");
    expect(training?.after).toContain(upload?.address);
    expect(upload?.after).not.toContain(training?.address);
  });

  test.each<[string[], string]>([
    [["LogD upload"], said("[test/Deleted] pipelines[0]", "repositoryName", '"LogD upload"')],
    [["LogD", "LogD"], '[test/Deleted] pipelines must name each of its pipelines once, got "LogD" twice; take one out'],
  ])("are refused by names such as %j", (pipelines, says) => {
    expect(failure((stack) => new DeletedPipelines(stack, "Deleted", { ...PACHD, pipelines }))).toBe(says);
  });

  test("of an environment go after all workflows", () => {
    const jobs = jobsOf(
      (stack) =>
        new Pipelines(stack, "Pipelines", {
          ...{ name: "models", namespace: "labinf", pachyderm: { version: "2", namespace: "pachyderm" } },
          ...{
            workflows: { LogD: { ...LOGD, name: undefined } as never },
            secrets: { "model-license": { keys: ["license"] } },
          },
          deletes: ["LogD-old"],
        }),
    );
    const old = jobs.get("p-delete-logd-old");
    expect(old).toMatchObject({ namespace: "pachyderm" });
    expect(old?.after).toEqual(
      expect.arrayContaining(["p-logd-ingestion", "p-logd-training"].map((name) => jobs.get(name)?.address)),
    );
  });
});

describe("a workflow by references", () => {
  const build = () => {
    const flow = new WorkflowBuilder("LogD");
    const config = flow.repository("config");
    const step = { image: "example/model:1", script: ["true"] };
    const ingestion = flow.pipeline("ingestion", { ...step, input: config.files("/") });
    const precompute = flow.pipeline("precompute", { ...step, input: ingestion.output("/", { lazy: true }) });
    flow.result("training", { ...step, input: cross(ingestion.output("/training/*"), precompute.output("/")) });
    return { flow, step, ingestion, precompute };
  };

  test("says what it reads by what was made before", () => {
    const { flow } = build();
    expect(flow.settings).toMatchObject({ name: "LogD", repositories: ["config"], results: ["training"] });
    expect(flow.settings.pipelines.training?.input).toEqual({
      cross: [
        { repo: "ingestion", glob: "/training/*" },
        { repo: "precompute", glob: "/" },
      ],
    });
    expect(problemsWithinWorkflow(flow.settings, CONTEXT)).toEqual([]);
  });

  test("has each kind of input", () => {
    const { ingestion, precompute } = build();
    const inputs = [ingestion.output("/(*)", { joinOn: "$1" }), precompute.output("/(*)", { joinOn: "$1" })];
    expect([union(...inputs), join(...inputs), group(...inputs), cron("tick", "@daily")]).toEqual([
      { union: inputs },
      { join: inputs },
      { group: inputs },
      { cron: { name: "tick", spec: "@daily" } },
    ]);
  });

  test("refuses a name twice", () => {
    const { flow, step, ingestion } = build();
    expect(() => flow.pipeline("ingestion", { ...step, input: ingestion.output("/") })).toThrow(
      'pipeline "ingestion" of "LogD" must have a name of its own, got it twice; choose another',
    );
  });
});

describe("a workflow with CPSign", () => {
  const props = (name: string): CpsignWorkflowProps => ({
    name,
    namespace: "labinf",
    pachyderm: { version: "2" },
    images: { ingestion: "example/ingestion:1", cpsign: "example/cpsign:c0.7.7", upload: "example/upload:1" },
    configuration: {
      workflow_name: name,
      database: { host: "chembl-mysql", user: "chembl_ro", db_name: "chembl_24" },
      query: {
        database_query: "SELECT a, b FROM c WHERE d{};",
        query_limit: null,
        smi_columns: ["a", "b"],
        smi_filename: "a.smi",
      },
      parallellism: { splits_per_model: 1 },
      "cpsign-version": "0.7.7",
      cpsign: {
        ptype: 2,
        impl: "liblinear",
        "nr-models": 5,
        cost: 1,
        "model-name": name,
        "nonconf-measure": "normalized",
        epsilon: 0.0001,
        seed: 1,
      },
    },
  });

  test("has its database, its secrets, its manager and its pipelines; another beside it clashes in no name", () => {
    const stack = newStack();
    new CpsignWorkflow(stack, "LogD", {
      ...props("LogD"),
      database: {
        name: "chembl-mysql",
        databases: ["chembl_24"],
        users: { chembl_ro: { rights: "read" } },
      },
      clusterSecrets: {
        "cpsign-license": { keys: ["license"], values: { license: { variable: "license" } } },
        "modelweb-api-info": { keys: ["user", "password", "modelweb-url", "keycloak-url"] },
      },
      manager: { image: "example/manager:2.11.6" },
      commit: "deployed",
    });
    new CpsignWorkflow(stack, "Herg", {
      ...props("hERG"),
      clusterSecrets: {
        "chembl-mysql": { keys: ["mysql-root-password"] },
        "cpsign-license": { keys: ["license"] },
        "modelweb-api-info": { keys: ["user", "password", "modelweb-url", "keycloak-url"] },
      },
    });
    const template = Template.of(stack);
    const metadata = Object.entries(
      template.json.resource as Record<string, Record<string, { metadata?: { name: string; namespace?: string } }>>,
    ).flatMap(([type, all]) =>
      Object.values(all).map((each) => `${type} ${each.metadata?.namespace} ${each.metadata?.name}`),
    );
    expect(metadata.filter((name, index) => metadata.indexOf(name) !== index)).toEqual([]);
    expect(metadata.some((name) => /^kubernetes_stateful_set_v1 labinf chembl-mysql$/.test(name))).toBe(true);
    expect(metadata.some((name) => /^kubernetes_deployment_v1 labinf manager-pod$/.test(name))).toBe(true);
    const jobs = metadata.filter((name) => name.startsWith("kubernetes_job_v1"));
    for (const job of [
      "p-logd-training",
      "p-herg-training",
      "p-logd-logd-config",
      "p-herg-herg-config",
      "p-logd-commit-logd-config",
    ]) {
      expect(jobs.some((name) => name.startsWith(`kubernetes_job_v1 labinf ${job}-`))).toBe(true);
    }
  });
});
