import type { JobContainer, JobManifest, JobPlace } from "./dump-jobs";
import { alterScript, prepareScript, promoteScript, type RotationParts } from "./rotation-scripts";

/** A job as the cluster has it. */
type DeployedJob = Pick<JobManifest, "metadata" | "spec">;

/** The jobs of a database that a rotation is made of. */
export interface RotationJobs {
  /** Has the rights on the secrets. */
  readonly passwords: DeployedJob;
  /** Has the client of the server's image. */
  readonly setUp: DeployedJob;
}

/** Labels that a cluster gives a job's pods, by which it finds them. */
const OF_ONE_JOB = /^(batch\.kubernetes\.io\/)?(job-name|controller-uid)$/;

/** A job that changes passwords as the deployed jobs make them; nobody sees one, and none is written to a disk. */
export function rotationJob({ passwords, setUp }: RotationJobs, place: JobPlace, parts: RotationParts): JobManifest {
  const { metadata, spec } = passwords.spec.template;
  const ours = Object.entries(metadata?.labels ?? {}).filter(([name]) => !OF_ONE_JOB.test(name));
  const labels = Object.fromEntries(ours);
  const [tools, client] = [spec.containers[0], setUp.spec.template.spec.containers[0]] as [JobContainer, JobContainer];
  const steps = [
    containerOf(tools, "prepare", prepareScript(parts)),
    containerOf(client, "alter", alterScript(parts)),
    containerOf(tools, "promote", promoteScript(parts)),
  ];
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { ...place, labels },
    spec: {
      ...{ activeDeadlineSeconds: 900, backoffLimit: 0, ttlSecondsAfterFinished: 3600 },
      template: {
        metadata: { labels },
        spec: {
          ...spec,
          initContainers: steps.slice(0, -1),
          containers: steps.slice(-1),
          volumes: [
            { name: "work", emptyDir: { medium: "Memory", sizeLimit: "16Mi" } },
            { name: "tmp", emptyDir: { medium: "Memory", sizeLimit: "16Mi" } },
          ],
        },
      },
    },
  };
}

function containerOf(container: JobContainer, name: string, script: string): JobContainer {
  return {
    ...container,
    ...{ name, command: ["sh", "-c", script], workingDir: "/tmp", env: [{ name: "HOME", value: "/tmp" }] },
    volumeMounts: [
      { name: "work", mountPath: "/work" },
      { name: "tmp", mountPath: "/tmp" },
    ],
  };
}
