import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import type { DeployedProject } from "./deployed";
import { Running, terraformsAt } from "./running";
import { until } from "./until";

/** A deployment that is killed: who is, how, after which creation, and where the state lies. */
export interface Kill {
  readonly victim: "slipway" | "Terraform" | "both" | "the terminal";
  readonly signal: NodeJS.Signals;
  readonly creations: number;
  readonly state: "local" | "S3";
}

const BUCKET = "states";

/** The setting of an environment file for a state. */
export function backendFor(state: Kill["state"]): string {
  return state === "S3"
    ? `backend: { s3: { bucket: "${BUCKET}", key: "terraform.tfstate", region: "ca-central-1" } },`
    : "";
}

/** Makes the bucket of {@link backendFor}. */
export async function makeStateBucket({ client }: DeployedProject): Promise<void> {
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const CreateBucketConfiguration = { LocationConstraint: "ca-central-1" } as const;
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
  s3.destroy();
}

/** Deploys a workspace, kills that, and expects that one command finishes it. */
export async function expectFinishedAfter(kill: Kill, deployed: DeployedProject, name: string): Promise<void> {
  const { victim, signal, creations } = kill;
  const running = new Running(deployed, "deploy", name, "--auto-approve");
  await running.until(/: Creation complete /, creations);
  const terraforms = terraformsAt(deployed, name);
  if (victim !== "slipway" && victim !== "the terminal") for (const pid of terraforms) process.kill(pid, signal);
  if (victim !== "Terraform") running.kill(signal);
  await running.ended;
  // A provider that Terraform has told to stop does nothing more.
  if (signal === "SIGTERM") {
    await until(
      () => terraformsAt(deployed, name),
      ({ length }) => length === 0,
    );
    await deployed.startProvidersAgain();
  }

  const command = (action: string) => deployed.slipway(action, name, ...(action === "plan" ? [] : ["--auto-approve"]));
  const deploy = command("deploy");
  if (deploy.status !== 0) {
    expect(deploy.stderr).toContain(`slipway recover ${name}`);
    const { status, stderr } = command("recover");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  }
  expect(command("plan")).toMatchObject({ status: 0, stdout: `${name}: nothing to do\n` });
}
