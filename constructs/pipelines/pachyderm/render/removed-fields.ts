/** Fields that Pachyderm had once: where they stand in a specification, and what to write now. */
export const REMOVED: Readonly<Record<string, string>> = {
  "input.atom": "is refused since Pachyderm 1.9; it is called pfs now, and each version gets its own word",
  "input.atom.from_commit": "is refused since Pachyderm 1.9; name a branch",
  "input.git": "is refused since Pachyderm 2; let a cron pipeline fetch the repository, and read its output",
  standby: "is refused since Pachyderm 2; it is called autoscaling now, and idle says both",
  "parallelism_spec.coefficient": "is refused since Pachyderm 2; write constant, a number of workers",
  hashtree_spec: "is refused since Pachyderm 2; take it out",
  enable_stats: "is refused since Pachyderm 2, which always keeps statistics; take it out",
  cache_size: "is refused since Pachyderm 2; take it out",
  max_queue_size: "is refused since Pachyderm 2; take it out",
  chunk_spec: "is refused since Pachyderm 2; it is called datum_set_spec now",
  scale_down_threshold: "is refused since Pachyderm 1.8; idle says what it did",
  batch: "is refused since Pachyderm 1.8; take it out",
  incremental: "is refused since Pachyderm 1.8; take it out",
  "transform.build": "is refused since Pachyderm 2; build the image, and name it with its tag",
  "spout.overwrite": "is refused since Pachyderm 2; take it out",
  "spout.marker": "is refused since Pachyderm 2; take it out",
  "resource_requests.gpu": "must be an object since Pachyderm 1.8, with a type and a number",
  "resource_limits.gpu": "must be an object since Pachyderm 1.8, with a type and a number",
};

/** Fields that Pachyderm has, and for which there is no setting here. */
export const WITHOUT_SETTING: readonly string[] = [
  "datum_set_spec",
  "determined",
  "egress",
  "maximum_expected_uptime",
  "metadata",
  "pod_patch",
  "pod_spec",
  "s3_out",
  "salt",
  "service",
  "sidecar_resource_limits",
  "sidecar_resource_requests",
  "tf_job",
  "tolerations",
];
