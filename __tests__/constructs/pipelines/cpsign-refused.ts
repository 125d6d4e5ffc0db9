import type { CpsignContext } from "../../../constructs/pipelines/cpsign/problems";
import type { CpsignConfiguration, CpsignSettings } from "../../../constructs/pipelines/cpsign/settings";
import type { Refused } from "./refused";

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
    [
      "name is required; the names of its pipelines begin with it",
      "configuration is required; write it in { }",
      "images is required; write it in { }",
    ],
  ],
  ["a setting that is none", { image: "a:1" }, ['image is not a known setting; did you mean "images"?']],
  [
    "an empty configuration",
    { configuration: {} },
    [
      "configuration.workflow_name is required; the names of its pipelines begin with it",
      "configuration.database is required; write it in { }",
      "configuration.query is required; write it in { }",
      'configuration.cpsign-version is required; for example "0.7.7"',
      "configuration.cpsign is required; write it in { }",
    ],
  ],
  [
    "the usual spelling of parallellism",
    configured({ parallelism: { splits_per_model: 1 } }),
    ['configuration.parallelism is not a known setting; did you mean "parallellism"?'],
  ],
  [
    "a version with a letter",
    configured({ "cpsign-version": "c0.7.7" }),
    ['configuration.cpsign-version must be a version, got "c0.7.7"; for example "0.7.7"'],
  ],
  [
    "the name of another workflow",
    configured({ workflow_name: "hERG" }),
    [
      'configuration.workflow_name must be the workflow\'s name, "LogD", got "hERG"; the ingestion makes paths such as /pfs/LogD-ingestion of it',
    ],
  ],
  [
    "a database's host with a port",
    database({ host: "chembl-mysql:3306" }),
    ['configuration.database.host must be the name of a service, got "chembl-mysql:3306"; for example "chembl-mysql"'],
  ],
  [
    "a database that there is not",
    database({ host: "chembl-mysq" }),
    ['configuration.database.host must be the service of a database, got "chembl-mysq"; did you mean "chembl-mysql"?'],
  ],
  [
    "a database that is like none",
    database({ host: "postgres" }),
    ['configuration.database.host must be the service of a database, got "postgres"; there are chembl-mysql'],
  ],
  [
    "a query without a place for the limit",
    query({ database_query: "SELECT 1;" }),
    [
      "configuration.query.database_query must have one {} at which the limit is put in, got 0; write it before the semicolon",
    ],
  ],
  [
    "a query with two places for the limit",
    query({ database_query: "SELECT {} {};" }),
    [
      "configuration.query.database_query must have one {} at which the limit is put in, got 2; write it before the semicolon",
    ],
  ],
  [
    "no rows",
    query({ query_limit: 0 }),
    [
      "configuration.query.query_limit must be a number of rows, or null for all of them, got 0; write null for all of them",
    ],
  ],
  [
    "two columns in one text",
    query({ smi_columns: ["smiles, logd"] }),
    ['configuration.query.smi_columns[0] must be one column, got "smiles, logd"; write "smiles", "logd"'],
  ],
  [
    "columns that are a text",
    query({ smi_columns: "smiles" }),
    ['configuration.query.smi_columns must be a list of columns, got "smiles"; write it in [ ]'],
  ],
  [
    "a file in a folder",
    query({ smi_filename: "data/training.smi" }),
    [
      'configuration.query.smi_filename must be a file\'s name, got "data/training.smi"; for example "chembl_training_data.smi"',
    ],
  ],
  [
    "splits that leave something over",
    configured({ parallellism: { splits_per_model: 3 } }),
    [
      "configuration.parallellism.splits_per_model must divide nr-models, 10, got 3; the last worker would get splits that are not there",
    ],
  ],
  [
    "no splits",
    configured({ parallellism: { splits_per_model: 0 } }),
    [
      "configuration.parallellism.splits_per_model must be a whole number from 1 to 1000, got 0; leave parallellism out to train in one piece",
    ],
  ],
  [
    "parameters that are a list",
    configured({ cpsign: [] }),
    ["configuration.cpsign must be an object of parameters, got []; write it in { }"],
  ],
  [
    "no parameters",
    configured({ cpsign: {} }),
    [
      "configuration.cpsign.ptype is required; CPSign counts its kinds of predictors so",
      'configuration.cpsign.impl is required; for example "liblinear"',
      "configuration.cpsign.nr-models is required; each is a split of the data",
      "configuration.cpsign.cost is required; CPSign takes no other",
      'configuration.cpsign.model-name is required; for example "LogD_full_split"',
      'configuration.cpsign.nonconf-measure is required; for example "normalized"',
      "configuration.cpsign.epsilon is required; CPSign takes no other",
    ],
  ],
  [
    "parameters that are none",
    told({ ptype: "2", cost: 0, epsilon: "small", "nr-models": 1.5, seed: -1, gamma: [] }),
    [
      'configuration.cpsign.ptype must be a whole number from 1 to 5, got "2"; CPSign counts its kinds of predictors so',
      "configuration.cpsign.nr-models must be a whole number from 1 to 1000, got 1.5; each is a split of the data",
      "configuration.cpsign.cost must be a number above 0, got 0; CPSign takes no other",
      'configuration.cpsign.epsilon must be a number above 0, got "small"; CPSign takes no other',
      "configuration.cpsign.seed must be a whole number from 0 to 9007199254740991, got -1; it makes a training that can be repeated",
      "configuration.cpsign.gamma must be a number above 0, got []; CPSign takes no other",
    ],
  ],
  [
    "parameters with another spelling",
    told({ nr_models: 5, nonconfmeasure: "normalized", "model-nam": "a" }),
    [
      'configuration.cpsign.nr_models is not a known parameter; did you mean "nr-models"?',
      'configuration.cpsign.nonconfmeasure is not a known parameter; did you mean "nonconf-measure"?',
      'configuration.cpsign.model-nam is not a known parameter; did you mean "model-name"?',
    ],
  ],
  [
    "a parameter of no kind",
    told({ percentiles: { a: 1 } }),
    ['configuration.cpsign.percentiles must be a text, a number, true or false, got {"a":1}; CPSign takes no other'],
  ],
  [
    "an old version without what it needs",
    { ...configured({ "cpsign-version": "0.6.16" }), images: { ...CPSIGN.images, cpsign: "example/cpsign:c0.6.16" } },
    [
      "configuration.cpsign.cptype is required; CPSign 0.6.16 does not start without it",
      "configuration.cpsign.trainfile is required; CPSign 0.6.16 does not start without it",
    ],
  ],
  [
    "an image of another version",
    { images: { ...CPSIGN.images, cpsign: "example/cpsign:c0.7.12" } },
    [
      'images.cpsign must have CPSign 0.7.7, as the configuration\'s cpsign-version says, got "example/cpsign:c0.7.12"; change one of them',
    ],
  ],
  [
    "an image that is none",
    { images: { ...CPSIGN.images, upload: "" } },
    [
      'images.upload must be an image with a tag that is not latest, or with its digest, got ""; for example "pharmbio/cpsign-docker:c0.7.7"',
    ],
  ],
  [
    "resources of a step that there is not",
    { resources: { train: {} } },
    ['resources.train is not a known setting; did you mean "training"?'],
  ],
  [
    "less memory than is requested",
    { resources: { training: { limits: { memory: "8G" } } } },
    [
      'resources.training.limits.memory must be at least what is requested, "12G", got "8G"; raise it, or lower requests.memory',
    ],
  ],
  [
    "a secret that is not declared",
    { secrets: { license: "cpsign-licence" } },
    ['secrets.license must be a secret that is declared, got "cpsign-licence"; did you mean "cpsign-license"?'],
  ],
  [
    "the aggregate of one piece",
    { uploads: "aggregate", ...configured({ parallellism: undefined }) },
    [
      'uploads must be left out without configuration.parallellism, got "aggregate"; a model that is trained in one piece needs none',
    ],
  ],
  [
    "words that are none",
    { uploads: "models", idle: "standby", repository: "a/b" },
    [
      'repository must be a repository\'s name: 1 to 63 letters, digits, _ and -, the first no -, got "a/b"; for example "config"',
      'uploads must be "training" or "aggregate", got "models"; aggregate is what was made of all splits',
      'idle must be "scale-to-zero" or "keep", got "standby"; scale-to-zero has no workers while there is nothing to do',
    ],
  ],
];
