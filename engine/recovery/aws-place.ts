import type { AwsPlace } from "./import-ids";

/** Whose account the credentials are for; undefined where AWS does not say it. */
export async function awsPlace(region: string, environment: NodeJS.ProcessEnv): Promise<AwsPlace | undefined> {
  // On Node 20 the SDK would print a notice.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const client = new STSClient({ region, ...surroundings(environment) });
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

/** What Terraform gets too, where this process has something else; profiles and roles are found by the SDK itself. */
function surroundings(environment: NodeJS.ProcessEnv) {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_PROFILE } = environment;
  const endpoint = environment.AWS_ENDPOINT_URL_STS || environment.AWS_ENDPOINT_URL;
  const hasKeys = Boolean(AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY && !AWS_PROFILE);
  const credentials = {
    accessKeyId: AWS_ACCESS_KEY_ID ?? "",
    secretAccessKey: AWS_SECRET_ACCESS_KEY ?? "",
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
  return { ...(endpoint && { endpoint }), ...(hasKeys && { credentials }) };
}
