/** The prefixes that a worker reads. */
export const BUILTINS = "dioptra_builtins";
export const CUSTOM = "dioptra_custom";

/** Variables of a worker that are derived. */
export const OWN_VARIABLES = [
  ...["DIOPTRA_PLUGINS_S3_URI", "DIOPTRA_CUSTOM_PLUGINS_S3_URI", "MLFLOW_S3_ENDPOINT_URL", "DIOPTRA_PLUGIN_DIR"],
  ...["RQ_REDIS_URI", "MLFLOW_TRACKING_URI", "NVIDIA_VISIBLE_DEVICES"],
];
