import {
  pipelinesEnvironment,
  problemsWithinPipelines,
  warningsOfPipelines,
} from "../../../constructs/pipelines/schema";
import type { PipelinesEnvironment } from "../../../constructs/pipelines/settings";
import { problemsOf } from "../../../constructs/shared/rules";
import { said } from "./sentences";

const STEP = { image: "example/model:1", script: ["true"] };
const ENVIRONMENT: PipelinesEnvironment = {
  name: "models",
  cluster: { context: "kind" },
  namespace: "labinf",
  pachyderm: { version: "2", namespace: "pachyderm" },
  secrets: { "model-license": { keys: ["license"] } },
  workflows: {
    sample: {
      repositories: ["data"],
      pipelines: { count: { ...STEP, input: { repo: "data", glob: "/*" } } },
      results: ["count"],
    },
  },
};
const saidOf = (changes: object): string[] => {
  const value = { ...ENVIRONMENT, ...changes };
  return [...problemsOf(pipelinesEnvironment, value), ...problemsWithinPipelines(value)].map(({ path, message }) =>
    `${path} ${message}`.trim(),
  );
};
const workflow = (more: object) => ({ workflows: { sample: { ...ENVIRONMENT.workflows.sample, ...more } } });
const CPSIGN = {
  images: { ingestion: "example/ingestion:1", cpsign: "example/cpsign:c0.7.7", upload: "example/upload:1" },
  configuration: {
    workflow_name: "LogD",
    database: { host: "chembl-mysql", user: "chembl_ro", db_name: "chembl_24" },
    query: {
      ...{ database_query: "SELECT a, b FROM c WHERE d{};", query_limit: null },
      ...{ smi_columns: ["a", "b"], smi_filename: "a.smi" },
    },
    parallellism: { splits_per_model: 1 },
    "cpsign-version": "0.7.7",
    cpsign: {
      ...{ ptype: 2, impl: "liblinear", "nr-models": 5, cost: 1, "model-name": "LogD" },
      ...{ "nonconf-measure": "normalized", epsilon: 0.0001, seed: 1 },
    },
  },
};
const SECRETS = {
  "chembl-mysql": { keys: ["mysql-root-password"] },
  "cpsign-license": { keys: ["license"] },
  "modelweb-api-info": { keys: ["user", "password", "modelweb-url", "keycloak-url"] },
};

describe("an environment of workflows", () => {
  test("with nothing wrong is taken", () => expect(saidOf({})).toEqual([]));

  test.each<[string, object, string[]]>([
    [
      "no cluster",
      { cluster: undefined },
      ['cluster is required; write { context: "…" }; `kubectl config get-contexts` lists them'],
    ],
    [
      "a cluster without a context",
      { cluster: {} },
      ["cluster.context is required; `kubectl config get-contexts` lists them"],
    ],
    [
      "another user's kubeconfig",
      { cluster: { context: "kind", kubeconfig: "~lab/.kube/config" } },
      [
        'cluster.kubeconfig must be the path of a kubeconfig, got "~lab/.kube/config"; it begins at the project\'s folder, or with ~/',
      ],
    ],
    ["a namespace with capitals", { namespace: "LabInf" }, [said("namespace", "namespace", '"LabInf"')]],
    [
      "a version that is none",
      { pachyderm: { version: "1.9" } },
      ['pachyderm.version must be "1.7", "1.13" or "2", got "1.9"; 1.13 is all of 1.8 to 1.13'],
    ],
    ["no workflow", { workflows: {} }, ["workflows must have a workflow, got none; write { LogD: { cpsign: { … } } }"]],
    [
      "an unknown repository",
      workflow({ pipelines: { count: { ...STEP, input: { repo: "date", glob: "/*" } } } }),
      [said("workflows.sample.pipelines.count.input.repo", "repoMeant", '"date"', '"data"')],
    ],
    [
      "a secret that lies in the other namespace alone",
      {
        database: { name: "chembl-mysql", databases: ["chembl_24"] },
        ...workflow({
          pipelines: {
            count: {
              ...STEP,
              input: { repo: "data", glob: "/*" },
              secrets: [{ name: "chembl-mysql", mountPath: "/etc/creds" }],
            },
          },
        }),
      },
      [said("workflows.sample.pipelines.count.secrets[0].name", "secretUndeclared", '"chembl-mysql"', "model-license")],
    ],
    [
      "a secret's literal",
      { secrets: { "model-license": { keys: ["license"], values: { license: "hunter2" } } } },
      [
        'secrets.model-license.values.license must name a variable of Terraform, got a text of 7 characters; write { variable: "cpsign_license" }, whose value is in TF_VAR_cpsign_license',
      ],
    ],
    [
      "a secret in the place of an object",
      {
        database: { name: "chembl-mysql", databases: ["chembl_24"], users: { reader: "hunter2" } },
        secrets: { "model-license": "hunter2" },
      },
      [
        said("database.users.reader", "object", "a text of 7 characters"),
        said("secrets.model-license", "object", "a text of 7 characters"),
      ],
    ],
    [
      "a variable that Terraform keeps for itself",
      { secrets: { "model-license": { keys: ["license"], values: { license: { variable: "count" } } } } },
      [
        'secrets.model-license.values.license must name a variable of Terraform, got something else; write { variable: "cpsign_license" }, whose value is in TF_VAR_cpsign_license',
      ],
    ],
    [
      "no value for a key that every object has",
      { secrets: { "model-license": { keys: ["toString"], values: {} } } },
      [
        "secrets.model-license.values.toString is required; give each key a variable, or leave values out for a secret that somebody else makes",
      ],
    ],
    [
      "a manager with the database's name",
      {
        database: { name: "chembl-mysql", databases: ["chembl_24"] },
        manager: { image: "example/manager:1", name: "chembl-mysql" },
      },
      ['manager.name must be another name than the database\'s, got "chembl-mysql"; choose another'],
    ],
    [
      "values for a secret that the database makes",
      {
        pachyderm: { version: "2" },
        database: { name: "chembl-mysql", databases: ["chembl_24"] },
        secrets: { "chembl-mysql": { keys: ["a"], values: { a: { variable: "a" } } } },
      },
      [
        "secrets.chembl-mysql.values must be left out of a secret that the database makes, got some; choose another name, or take them out",
      ],
    ],
    [
      "a workflow with a name of the language's own",
      { workflows: { constructor: ENVIRONMENT.workflows.sample } },
      [said("workflows.constructor", "workflowName", '"constructor"')],
    ],
    [
      "a configuration of another workflow",
      { secrets: SECRETS, workflows: { hERG: { cpsign: CPSIGN } } },
      [
        'workflows.hERG.cpsign.configuration.workflow_name must be the workflow\'s name, "hERG", got "LogD"; the ingestion makes paths such as /pfs/hERG-ingestion of it',
      ],
    ],
    [
      "a configuration of what the database has not",
      {
        pachyderm: { version: "2" },
        database: { name: "chembl-mysql", databases: ["chembl_25"], users: { reader: {} } },
        secrets: { "cpsign-license": { keys: ["license"] }, "modelweb-api-info": SECRETS["modelweb-api-info"] },
        workflows: { LogD: { cpsign: CPSIGN } },
      },
      [
        'workflows.LogD.cpsign.configuration.database.db_name must be a database of the server (chembl_25), got "chembl_24"; did you mean "chembl_25"?',
        'workflows.LogD.cpsign.configuration.database.user must be a user of the server (root, reader), got "chembl_ro"; name it in database.users',
      ],
    ],
    [
      "pipelines to take away that are made, or read",
      {
        deletes: ["sample-count", "other-count", "old"],
        ...workflow({ externalRepositories: ["other-count"] }),
      },
      [
        'deletes[0] must be a pipeline that no workflow has, got "sample-count", which workflows.sample makes; take it out of one of them',
        'deletes[1] must be a pipeline that no workflow reads, got "other-count", which stands in externalRepositories of workflows.sample; take it out of one of them',
      ],
    ],
    [
      "two workflows of one repository",
      {
        secrets: SECRETS,
        workflows: {
          LogD: { cpsign: { ...CPSIGN, repository: "config" } },
          hERG: {
            cpsign: {
              ...CPSIGN,
              repository: "config",
              configuration: { ...CPSIGN.configuration, workflow_name: "hERG" },
            },
          },
        },
      },
      [
        'workflows.hERG.cpsign.repository must be a repository of its own, got "config" as workflows.LogD.cpsign has; a configuration would start both workflows',
      ],
    ],
  ])("with %s is refused", (_what, changes, says) => expect(saidOf(changes)).toEqual(says));

  test("has rules for what stands beside the settings of CPSign", () => {
    const beside = (more: object) => saidOf({ secrets: SECRETS, workflows: { LogD: { cpsign: CPSIGN, ...more } } });
    expect(beside({ commit: "by-hand" })).toEqual([]);
    expect(beside({ commit: "deplyed" })).toEqual([
      expect.stringMatching(/^workflows\.LogD\.commit must be "deployed" or "by-hand", got "deplyed";/),
    ]);
    expect(beside({ comit: "deployed" })).toEqual([said("workflows.LogD.comit", "settingMeant", '"commit"')]);
  });

  test("knows each database of the server: named, loaded or copied", () => {
    const load = { url: "https://example.org/chembl.sql.gz", sha256: "0".repeat(64) };
    const server = { name: "chembl-mysql", users: { chembl_ro: {} } };
    const { "cpsign-license": license, "modelweb-api-info": web } = SECRETS;
    const more = { secrets: { "cpsign-license": license, "modelweb-api-info": web }, pachyderm: { version: "2" } };
    for (const database of [
      { databases: ["chembl_24"] },
      { loads: { chembl: { ...load, database: "chembl_24" } } },
      { copyFrom: { host: "old", password: { secret: "old", key: "root" }, databases: ["chembl_24"] } },
    ]) {
      expect(
        saidOf({ ...more, database: { ...server, ...database }, workflows: { LogD: { cpsign: CPSIGN } } }),
      ).toEqual([]);
    }
  });

  test("lets pipelines and the manager mount each secret that the database makes where they are", () => {
    const mounted = (name: string, key: string) =>
      workflow({
        pipelines: {
          count: {
            ...STEP,
            input: { repo: "data", glob: "/*" },
            secrets: [{ name, keys: [key], mountPath: "/creds" }],
          },
        },
      });
    const dump = { schedule: "0 3 * * *", to: { storage: "1Gi" } };
    const database = { name: "chembl-mysql", databases: ["chembl_24"], dump };
    const manager = (secret: string) => ({ image: "example/manager:1", secrets: [{ secret, path: "/etc/creds" }] });
    expect(
      saidOf({
        ...{ pachyderm: { version: "2" }, database, manager: manager("chembl-mysql") },
        ...mounted("chembl-mysql", "mysql-dump-password"),
      }),
    ).toEqual([]);
    const workers = [
      { namespace: "labinf", secret: { name: "reader", keys: { password: "mysql-password" } } },
      { namespace: "pachyderm", secret: { name: "reader", keys: { password: "mysql-password" } } },
    ];
    expect(
      saidOf({ database: { ...database, workers }, manager: manager("reader"), ...mounted("reader", "password") }),
    ).toEqual([]);
  });

  test("that takes away what begins like none of its pipelines is warned of", () => {
    const environment = { ...ENVIRONMENT, deletes: ["sample-old", "count"] };
    expect(warningsOfPipelines([environment]).get("models")).toEqual([
      'deletes: "count" begins like no workflow\'s pipelines (sample-); is it its name in the cluster?',
    ]);
  });

  test("may be taken with a warning", () => {
    const root = { ...CPSIGN.configuration.database, user: "root" };
    const cpsign = { ...CPSIGN, configuration: { ...CPSIGN.configuration, database: root } };
    const environment = { ...ENVIRONMENT, secrets: SECRETS, workflows: { LogD: { cpsign } } };
    expect(problemsWithinPipelines(environment)).toEqual([]);
    expect(warningsOfPipelines([environment as PipelinesEnvironment]).get("models")).toEqual([
      "workflows.LogD.cpsign.configuration.database.user is root, who may do everything in the database; make a user that may SELECT alone",
    ]);
  });
});
