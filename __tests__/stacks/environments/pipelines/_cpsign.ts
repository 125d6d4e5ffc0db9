import type { CpsignSettings } from "../../../../constructs/pipelines/schema";

const RESOURCES = {
  requests: { cpu: 1, memory: "1G", disk: "1G", gpu: { type: "nvidia.com/gpu", number: 1 } },
  limits: { cpu: 2, memory: "8G", disk: "2G", gpu: { type: "nvidia.com/gpu", number: 1 } },
};

/** What a workflow with CPSign may say. */
export function cpsign(workflow_name: string, host: string) {
  return {
    configuration: {
      workflow_name,
      database: { host, user: "reader", db_name: "chembl_24" },
      query: {
        database_query: "SELECT smiles, value FROM numbers{};",
        query_limit: 1000,
        smi_columns: ["smiles", "value"],
        smi_filename: "training.smi",
      },
      parallellism: { splits_per_model: 2 },
      "cpsign-version": "0.7.7",
      cpsign: {
        ptype: 2,
        impl: "liblinear",
        "nr-models": 10,
        cost: 1,
        "model-name": "wide",
        "nonconf-measure": "normalized",
        epsilon: 0.001,
        seed: 1,
        cptype: 1,
        trainfile: "training.smi",
        gamma: 0.5,
        labels: "a,b",
        "another-parameter": true,
      },
    },
    repository: `${workflow_name}-settings`,
    images: { ingestion: "example/ingestion:1", cpsign: "example/cpsign:c0.7.7", upload: "example/upload:1" },
    secrets: { database: host, license: "wide-license", modelWeb: "wide-model-web" },
    resources: {
      ingestion: RESOURCES,
      precompute: RESOURCES,
      training: RESOURCES,
      aggregate: RESOURCES,
      upload: RESOURCES,
    },
    reprocessOnUpdate: true,
  } satisfies Omit<CpsignSettings, "name">;
}
