import { awsSettings } from "../aws-settings";
import type { AwsPlace } from "./import-ids";

/** Whose account the credentials are for; undefined where AWS does not say it. */
export async function awsPlace(region: string, environment: NodeJS.ProcessEnv): Promise<AwsPlace | undefined> {
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const client = new STSClient(awsSettings("STS", environment, region));
  try {
    const { Account, Arn = "" } = await client.send(new GetCallerIdentityCommand({}));
    const [, partition = "aws"] = Arn.split(":");
    return Account === undefined ? undefined : { partition, account: Account, region };
  } catch {
    // Without it, what is named by its ARN is not looked for.
    return undefined;
  } finally {
    client.destroy();
  }
}
