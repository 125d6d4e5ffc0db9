import { type PipelineSettings, sourcesOf, type WorkflowSettings } from "./workflow";

/** Settings that mean something in a cluster alone. */
const ONLY_IN_CLUSTER = [
  ...([
    "nodeSelector",
    "idle",
    "imagePullSecrets",
    "requests",
    "outputBranch",
    "tolerations",
    "priorityClassName",
  ] as const),
  ...(["podPatch", "datumSet", "egress", "errorCommand"] as const),
] as const;
/** And those that only a container can have. */
const ONLY_IN_CONTAINER = ["image", "user", "limits"] as const;

/** The settings of a workflow that a local run passes over, in one line; nothing when there are none. */
export function unusedSettings(workflow: WorkflowSettings, kind: "docker" | "bash"): string | undefined {
  const pipelines = Object.values(workflow.pipelines);
  const has = (name: keyof PipelineSettings) => pipelines.some((settings) => settings[name] !== undefined);
  const sources = pipelines.flatMap(({ input }) => sourcesOf(input));
  const names = [
    ...ONLY_IN_CLUSTER.filter(has),
    ...(kind === "bash" ? ONLY_IN_CONTAINER.filter(has) : limitsUnused(pipelines)),
    ...(sources.some((source) => "lazy" in source && source.lazy === true) ? ["lazy"] : []),
    ...(sources.some((source) => "branch" in source && source.branch !== undefined) ? ["branch"] : []),
    ...(sources.some((source) => "trigger" in source && source.trigger !== undefined) ? ["trigger"] : []),
    ...(sources.some((source) => "cron" in source) ? ["the times of cron: each run is a tick"] : []),
  ];
  return names.length === 0 ? undefined : `passed over, since they mean nothing here: ${names.join(", ")}`;
}

function limitsUnused(pipelines: readonly PipelineSettings[]): string[] {
  return (["disk", "gpu"] as const)
    .filter((name) => pipelines.some(({ limits }) => limits?.[name] !== undefined))
    .map((name) => `limits.${name}`);
}
