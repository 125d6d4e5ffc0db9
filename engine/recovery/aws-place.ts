import { awsCaller } from "../aws-caller";
import type { AwsPlace } from "./import-ids";

/** Whose account the credentials are for; undefined where AWS does not say it. */
export async function awsPlace(region: string, environment: NodeJS.ProcessEnv): Promise<AwsPlace | undefined> {
  try {
    const { account, arn } = await awsCaller(environment, region);
    const [, partition = "aws"] = arn.split(":");
    return account === undefined ? undefined : { partition, account, region };
  } catch {
    // Without it, what is named by its ARN is not looked for.
    return undefined;
  }
}
