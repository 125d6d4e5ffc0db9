import type { S3Client } from "@aws-sdk/client-s3";

/** What an SDK client needs to reach what Terraform reaches; profiles and roles are found by the SDK itself. */
export function awsSettings(
  service: "CLOUDWATCH_LOGS" | "ECR" | "IAM" | "LAMBDA" | "S3" | "SFN" | "STS",
  environment: NodeJS.ProcessEnv,
  region: string | undefined,
) {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_PROFILE } = environment;
  const endpoint = environment[`AWS_ENDPOINT_URL_${service}`] || environment.AWS_ENDPOINT_URL;
  const hasKeys = Boolean(AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY && !AWS_PROFILE);
  const credentials = {
    accessKeyId: AWS_ACCESS_KEY_ID ?? "",
    secretAccessKey: AWS_SECRET_ACCESS_KEY ?? "",
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
  return { ...(region && { region }), ...(endpoint && { endpoint }), ...(hasKeys && { credentials }) };
}

/**
 * A client of S3.
 *
 * @param store the address of another store @default - Amazon's, or where AWS_ENDPOINT_URL points
 */
export async function s3Client(
  environment: NodeJS.ProcessEnv,
  region: string | undefined,
  store?: string,
): Promise<S3Client> {
  const settings = awsSettings("S3", environment, region);
  const { S3Client } = await import("@aws-sdk/client-s3");
  const endpoint = store ?? settings.endpoint;
  // Other stores have no host name for each bucket, and do not know the newer checksums.
  const checksums = {
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  } as const;
  return new S3Client({
    ...settings,
    followRegionRedirects: true,
    ...(endpoint && { endpoint, forcePathStyle: true, ...checksums }),
  });
}
