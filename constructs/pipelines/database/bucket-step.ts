import type { JobStep } from "../cluster/job-pod";
import type { DumpBucketSettings } from "./settings";

const AWS_CLI = "amazon/aws-cli:2.22.35";

/** A step of a job that speaks with the bucket of dumps. */
export function bucketStep(
  { region, credentialsSecret, image = AWS_CLI }: DumpBucketSettings,
  name: string,
  script: string,
): JobStep {
  const keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
  return {
    ...{ name, image, script },
    ...(region !== undefined && { environment: { AWS_DEFAULT_REGION: region } }),
    ...(credentialsSecret !== undefined && {
      secretEnvironment: Object.fromEntries(keys.map((key) => [key, { secret: credentialsSecret, key }])),
    }),
  };
}
