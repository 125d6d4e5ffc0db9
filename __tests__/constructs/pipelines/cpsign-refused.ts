import type { CpsignContext } from "../../../constructs/pipelines/cpsign/problems";
import type { CpsignConfiguration, CpsignSettings } from "../../../constructs/pipelines/cpsign/settings";
import type { Refused } from "./refused";
import { missing, said } from "./sentences";

export const CONFIGURATION: CpsignConfiguration = {
  workflow_name: "LogD",
  database: { host: "chembl-mysql", user: "chembl_ro", db_name: "chembl_24" },
  query: {
    database_query: "SELECT smiles, logd FROM compounds{};",
    query_limit: null,
    smi_columns: ["smiles", "logd"],
    smi_filename: "training.smi",
  },
  parallellism: { splits_per_model: 2 },
  "cpsign-version": "0.7.7",
  cpsign: {
    ptype: 2,
    impl: "liblinear",
    "nr-models": 10,
    cost: 1,
    "model-name": "LogD",
    "nonconf-measure": "normalized",
    epsilon: 0.0001,
    seed: 7,
  },
};
/** A right workflow with CPSign, of which each case changes something. */
export const CPSIGN: CpsignSettings = {
  name: "LogD",
  configuration: CONFIGURATION,
  images: { ingestion: "example/ingestion:1", cpsign: "example/cpsign:c0.7.7", upload: "example/upload:1" },
};
export const CPSIGN_CONTEXT: CpsignContext = {
  secrets: {
    "chembl-mysql": ["mysql-root-password", "mysql-password"],
    "cpsign-license": ["license"],
    "modelweb-api-info": ["user", "password", "modelweb-url", "keycloak-url"],
  },
  databases: ["chembl-mysql"],
};

const configured = (more: object) => ({ configuration: { ...CONFIGURATION, ...more } });
const told = (more: object) => configured({ cpsign: { ...CONFIGURATION.cpsign, ...more } });
const query = (more: object) => configured({ query: { ...CONFIGURATION.query, ...more } });
const database = (more: object) => configured({ database: { ...CONFIGURATION.database, ...more } });

export const CPSIGN_REFUSED: readonly Refused[] = [
  [
    "no settings at all",
    { name: undefined, configuration: undefined, images: undefined },
    [missing("name", "workflowName"), said("configuration", "objectNeeded"), said("images", "objectNeeded")],
  ],
  [
    "a secret in the configuration",
    told({ "api-token": "hunter2" }),
    [said("configuration.cpsign.api-token", "secretOfCpsign", "a text of 7 characters")],
  ],
  ["a setting that is none", { image: "a:1" }, [said("image", "settingMeant", '"images"')]],
  [
    "an empty configuration",
    { configuration: {} },
    [
      missing("configuration.workflow_name", "workflowName"),
      said("configuration.database", "objectNeeded"),
      said("configuration.query", "objectNeeded"),
      missing("configuration.cpsign-version", "cpsignVersion"),
      said("configuration.cpsign", "objectNeeded"),
    ],
  ],
  [
    "the usual spelling of parallellism",
    configured({ parallelism: { splits_per_model: 1 } }),
    [said("configuration.parallelism", "settingMeant", '"parallellism"')],
  ],
  [
    "a version with a letter",
    configured({ "cpsign-version": "c0.7.7" }),
    [said("configuration.cpsign-version", "cpsignVersion", '"c0.7.7"')],
  ],
  [
    "the name of another workflow",
    configured({ workflow_name: "hERG" }),
    [said("configuration.workflow_name", "workflow_name", '"hERG"')],
  ],
  [
    "a database's host with a port",
    database({ host: "chembl-mysql:3306" }),
    [said("configuration.database.host", "serviceName", '"chembl-mysql:3306"')],
  ],
  [
    "a database that there is not",
    database({ host: "chembl-mysq" }),
    [said("configuration.database.host", "hostMeant", '"chembl-mysq"', '"chembl-mysql"')],
  ],
  [
    "a database that is like none",
    database({ host: "postgres" }),
    [said("configuration.database.host", "serviceUnknown", '"postgres"', "chembl-mysql")],
  ],
  [
    "a query without a place for the limit",
    query({ database_query: "SELECT 1;" }),
    [said("configuration.query.database_query", "database_query", "0")],
  ],
  [
    "a query with two places for the limit",
    query({ database_query: "SELECT {} {};" }),
    [said("configuration.query.database_query", "database_query", "2")],
  ],
  ["no rows", query({ query_limit: 0 }), [said("configuration.query.query_limit", "query_limit", "0")]],
  [
    "two columns in one text",
    query({ smi_columns: ["smiles, logd"] }),
    [said("configuration.query.smi_columns[0]", "smi_columns", '"smiles, logd"')],
  ],
  [
    "columns that are a text",
    query({ smi_columns: "smiles" }),
    [said("configuration.query.smi_columns", "smi_columnsList", '"smiles"')],
  ],
  [
    "a file in a folder",
    query({ smi_filename: "data/training.smi" }),
    [said("configuration.query.smi_filename", "smi_filename", '"data/training.smi"')],
  ],
  [
    "splits that leave something over",
    configured({ parallellism: { splits_per_model: 3 } }),
    [said("configuration.parallellism.splits_per_model", "splitsUneven", "3")],
  ],
  [
    "no splits",
    configured({ parallellism: { splits_per_model: 0 } }),
    [said("configuration.parallellism.splits_per_model", "splits", "0")],
  ],
  ["parameters that are a list", configured({ cpsign: [] }), [said("configuration.cpsign", "cpsignObject", "[]")]],
  [
    "no parameters",
    configured({ cpsign: {} }),
    [
      missing("configuration.cpsign.ptype", "ptype"),
      said("configuration.cpsign.impl", "implNeeded"),
      missing("configuration.cpsign.nr-models", "nrModels"),
      missing("configuration.cpsign.cost", "cost"),
      said("configuration.cpsign.model-name", "modelNameNeeded"),
      said("configuration.cpsign.nonconf-measure", "nonconfMeasureNeeded"),
      missing("configuration.cpsign.epsilon", "cost"),
    ],
  ],
  [
    "parameters that are none",
    told({ ptype: "2", cost: 0, epsilon: "small", "nr-models": 1.5, seed: -1, gamma: [] }),
    [
      said("configuration.cpsign.ptype", "ptype", '"2"'),
      said("configuration.cpsign.nr-models", "nrModels", "1.5"),
      said("configuration.cpsign.cost", "cost", "0"),
      said("configuration.cpsign.epsilon", "cost", '"small"'),
      said("configuration.cpsign.seed", "seed", "-1"),
      said("configuration.cpsign.gamma", "cost", "[]"),
    ],
  ],
  [
    "parameters with another spelling",
    told({ nr_models: 5, nonconfmeasure: "normalized", "model-nam": "a" }),
    [
      said("configuration.cpsign.nr_models", "parameterMeant", '"nr-models"'),
      said("configuration.cpsign.nonconfmeasure", "parameterMeant", '"nonconf-measure"'),
      said("configuration.cpsign.model-nam", "parameterMeant", '"model-name"'),
    ],
  ],
  [
    "a parameter of no kind",
    told({ percentiles: { a: 1 } }),
    [said("configuration.cpsign.percentiles", "parameter", '{"a":1}')],
  ],
  [
    "an old version without what it needs",
    { ...configured({ "cpsign-version": "0.6.16" }), images: { ...CPSIGN.images, cpsign: "example/cpsign:c0.6.16" } },
    [
      said("configuration.cpsign.cptype", "oldParameterNeeded", "0.6.16"),
      said("configuration.cpsign.trainfile", "oldParameterNeeded", "0.6.16"),
    ],
  ],
  [
    "an image of another version",
    { images: { ...CPSIGN.images, cpsign: "example/cpsign:c0.7.12" } },
    [said("images.cpsign", "imageOfCpsign", "0.7.7", '"example/cpsign:c0.7.12"')],
  ],
  ["an image that is none", { images: { ...CPSIGN.images, upload: "" } }, [said("images.upload", "cpsignImage", '""')]],
  [
    "resources of a step that there is not",
    { resources: { train: {} } },
    [said("resources.train", "settingMeant", '"training"')],
  ],
  [
    "less memory than is requested",
    { resources: { training: { limits: { memory: "8G" } } } },
    [said("resources.training.limits.memory", "limitBelowRequest", '"12G"', '"8G"', "memory")],
  ],
  [
    "a secret that is not declared",
    { secrets: { license: "cpsign-licence" } },
    [said("secrets.license", "secretMeant", '"cpsign-licence"', '"cpsign-license"')],
  ],
  [
    "the aggregate of one piece",
    { uploads: "aggregate", ...configured({ parallellism: undefined }) },
    [said("uploads", "uploadsIdle", '"aggregate"')],
  ],
  [
    "words that are none",
    { uploads: "models", idle: "standby", repository: "a/b" },
    [
      said("repository", "repositoryName", '"a/b"'),
      said("uploads", "uploads", '"models"'),
      said("idle", "idle", '"standby"'),
    ],
  ],
];
