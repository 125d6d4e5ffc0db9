import { awsSettings } from "./aws-settings";

/** Whose credentials they are. */
export interface AwsCaller {
  readonly account: string | undefined;
  readonly arn: string;
}

/**
 * Asks AWS whose the credentials of a shell are.
 *
 * @param patienceMilliseconds how long is waited, and that nothing is tried again @default - as the SDK does
 */
export async function awsCaller(
  environment: NodeJS.ProcessEnv,
  region: string,
  patienceMilliseconds?: number,
): Promise<AwsCaller> {
  const settings = awsSettings("STS", environment, region);
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const client = new STSClient({ ...settings, ...(patienceMilliseconds !== undefined && { maxAttempts: 1 }) });
  try {
    // The signal ends a request, the timer also the search for credentials.
    const abortSignal = patienceMilliseconds === undefined ? undefined : AbortSignal.timeout(patienceMilliseconds);
    const answer = client.send(new GetCallerIdentityCommand({}), { ...(abortSignal && { abortSignal }) });
    const { Account: account, Arn: arn = "" } = await within(answer, patienceMilliseconds);
    return { account, arn };
  } finally {
    client.destroy();
  }
}

async function within<T>(answer: Promise<T>, milliseconds: number | undefined): Promise<T> {
  if (milliseconds === undefined) return answer;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`nothing within ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
