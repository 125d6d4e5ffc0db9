import type { PipelinesEnvironment } from "../../constructs/pipelines/schema";

/** A model of LogD that CPSign trains on ChEMBL: the database, the secrets, five pipelines, and the pod to manage them from. */
export default {
  name: "logd",
  // As `kubectl config get-contexts` names it; never whichever is the current one.
  cluster: { context: "labinf" },
  namespace: "labinf",
  pachyderm: { version: "1.7", namespace: "pachyderm" },
  database: {
    name: "chembl-mysql",
    databases: ["chembl_24"],
    // Workers read as this user, by the key that their image looks for: none of them has root's password.
    users: { chembl_ro: { rights: "read" } },
    authPlugin: "mysql_native_password",
    workers: [{ namespace: "pachyderm", secret: { keys: { "mysql-root-password": "mysql-chembl_ro-password" } } }],
  },
  secrets: {
    "cpsign-license": { keys: ["license"] },
    "modelweb-api-info": { keys: ["user", "password", "modelweb-url", "keycloak-url"] },
  },
  manager: {
    image: "pharmbio/manager-pod:pctl-1.7.10",
    secrets: [{ secret: "chembl-mysql", path: "/etc/creds", files: { "mysql-root-password": "rootpw" } }],
  },
  workflows: {
    LogD: {
      cpsign: {
        images: {
          ingestion: "pharmbio/cpsign-database-ingestion:vc63ef04-current",
          cpsign: "pharmbio/cpsign-docker:c0.7.7",
          upload: "pharmbio/modelweb-uploader:cheesus",
        },
        configuration: {
          workflow_name: "LogD",
          database: { host: "chembl-mysql", user: "chembl_ro", db_name: "chembl_24" },
          query: {
            database_query:
              "SELECT cs.canonical_smiles, cp.acd_logd FROM compound_structures cs, compound_properties cp WHERE cs.molregno = cp.molregno{};",
            query_limit: null,
            smi_columns: ["canonical_smiles", "acd_logd"],
            smi_filename: "chembl_training_data.smi",
          },
          parallellism: { splits_per_model: 1 },
          "cpsign-version": "0.7.7",
          cpsign: {
            ptype: 2,
            impl: "liblinear",
            "nr-models": 5,
            cost: 1,
            "model-name": "LogD_full_split",
            "nonconf-measure": "normalized",
            epsilon: 0.0001,
            seed: 1,
          },
        },
      },
    },
  },
} satisfies PipelinesEnvironment;
