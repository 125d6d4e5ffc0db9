/** What an SDK client needs to reach what Terraform reaches; profiles and roles are found by the SDK itself. */
export function awsSettings(service: "ECR" | "S3" | "STS", environment: NodeJS.ProcessEnv, region: string) {
  // On Node 20 the SDK would print a notice.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_PROFILE } = environment;
  const endpoint = environment[`AWS_ENDPOINT_URL_${service}`] || environment.AWS_ENDPOINT_URL;
  const hasKeys = Boolean(AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY && !AWS_PROFILE);
  const credentials = {
    accessKeyId: AWS_ACCESS_KEY_ID ?? "",
    secretAccessKey: AWS_SECRET_ACCESS_KEY ?? "",
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
  return { region, ...(endpoint && { endpoint }), ...(hasKeys && { credentials }) };
}
