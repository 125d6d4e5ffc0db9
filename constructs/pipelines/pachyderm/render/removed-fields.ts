/** Fields that Pachyderm had once: where they stand in a specification, and what to write now. */
export const REMOVED: Readonly<Record<string, string>> = {
  inputs: "is refused since Pachyderm 1.5; it is called input now, and cross where there are several",
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

/**
 * Fields of Pachyderm 1.7 to 2.11 for which there is no setting here, and what each did.
 *
 * @see https://docs.pachyderm.com/latest/build-dags/pipeline-spec/
 */
const DONE: Readonly<Record<string, string>> = {
  "pipeline.project": "the project that the pipeline was in; this one is in the default project",
  "input.pfs.project": "the project that the repository was in; it is read from the default project",
  "input.cron.project": "the project that the ticks were in",
  "input.pfs.commit": "the commit that was read; name a branch",
  "input.atom.commit": "the commit that was read; name a branch",
  "input.pfs.repo_type": "the kind of repository that was read",
  "input.pfs.propagation_spec": "whether a commit to it started the pipeline",
  "input.pfs.reference": "the commit or branch that was read; name a branch",
  "input.cron.repo": "the repository of the ticks; Pachyderm names it after the pipeline and the input",
  "input.cron.commit": "the commit of the ticks, which Pachyderm sets",
  "input.cron.start": "the first tick; ticks begin with the pipeline",
  "inputs.from": "the commit from which on it was read",
  "inputs.method": "how it was cut into datums; the glob says it",
  "inputs.run_empty": "whether it ran with nothing to read",
  "transform.debug": "whether more was written to the log",
  "transform.dockerfile": "from what the image was built",
  "transform.memory_volume": "whether temporary files were in memory",
  "transform.datum_batching": "whether the program asked for datums itself",
  "transform.overwrite": "whether a datum replaced its former output",
  "spout.service": "the ports by which others reached the spout; write a Service beside it",
  "service.annotations": "labels for the Service, which a cloud reads",
  "service.ip": "the address of the Service, which the cluster chooses",
  "egress.sql_database": "the tables into which the output was written; let a step of its own write them",
  "parallelism_spec.strategy": "how the number of workers was found; constant says it",
  details: "what Pachyderm reported of the pipeline",
  determined: "the workspaces of Determined that the workers could use",
  input_tree: "the commit whose files were given to the job",
  job_timeout_seconds: "how long a job might take",
  maximum_expected_uptime: "after which time a running pipeline was reported",
  metadata: "annotations and labels of the workers' pods; podPatch can set them",
  pod_spec: "the whole pod of a worker; podPatch says what is to differ",
  reprocess: "whether the update processed all again; reprocessOnUpdate says it",
  salt: "a text that Pachyderm sets, by which datums count as new",
  sidecar_resource_limits: "what the storage container of a worker might use; podPatch can set it",
  sidecar_resource_requests: "what the storage container of a worker was promised; podPatch can set it",
  spec_commit: "the commit in which Pachyderm keeps the specification",
  tf_job: "a job of Kubeflow, which Pachyderm 2 no longer runs",
  update: "whether the pipeline was to be updated; a deployment does so",
};

/** What a field did for which there is no setting; nothing when Pachyderm has none such. */
export function doneBy(path: string): string | undefined {
  return Object.hasOwn(DONE, path) ? DONE[path] : undefined;
}

/** Why a field is refused by newer versions; nothing when it is not. */
export function removedAs(path: string): string | undefined {
  return Object.hasOwn(REMOVED, path) ? REMOVED[path] : undefined;
}
