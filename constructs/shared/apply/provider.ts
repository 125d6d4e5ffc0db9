import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  type Credentials,
  GetCallerIdentityCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import type { ClientAccess, CredentialsSource } from "../render/client-access";
import type { ToldProvider, ToldRole } from "../render/told-provider";

const KEYS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

/**
 * Makes this program act as a provider does. Where a provider is told, the credentials' account is compared first, and the program ends
 * where it is another.
 *
 * @param text the provider, as JSON; empty where there is nothing to tell
 * @param account whose the credentials must be, where the provider does not say it
 */
export async function accessAs(
  text: string,
  place: { readonly service: "ecr" | "s3"; readonly region: string; readonly account?: string },
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ClientAccess> {
  if (text === "") return {};
  const told = JSON.parse(text) as ToldProvider;
  setFiles(told, environment);
  const flags = {
    ...(told.useFipsEndpoint === true && { useFipsEndpoint: true }),
    ...(told.useDualstackEndpoint === true && { useDualstackEndpoint: true }),
  };
  const sts = { region: told.stsRegion ?? place.region, ...endpointOf(told, "sts"), ...flags };
  const credentials = sourceOf(told, sts);
  const own = credentials === undefined ? {} : { credentials };
  const account = told.account ?? place.account;
  if (account !== undefined) {
    const { Account } = await new STSClient({ ...sts, ...own }).send(new GetCallerIdentityCommand({}));
    if (Account !== account) {
      throw new Error(
        `credentials must be those of the provider's account ${account}, got ${Account}; run Terraform where both find the same ones`,
      );
    }
  }
  return { ...own, ...endpointOf(told, place.service), ...flags };
}

/** As in the provider, a profile comes before keys in the environment. */
function setFiles(told: ToldProvider, environment: NodeJS.ProcessEnv): void {
  const { profile, sharedConfigFile, sharedCredentialsFile } = told;
  if (sharedConfigFile !== undefined) environment.AWS_CONFIG_FILE = fromHome(sharedConfigFile);
  if (sharedCredentialsFile !== undefined) environment.AWS_SHARED_CREDENTIALS_FILE = fromHome(sharedCredentialsFile);
  if (profile === undefined) return;
  environment.AWS_PROFILE = profile;
  for (const key of KEYS) delete environment[key];
}

function fromHome(path: string): string {
  return path.replace(/^~(?=\/)/, homedir());
}

function endpointOf({ endpoints = {} }: ToldProvider, service: "ecr" | "s3" | "sts"): { endpoint?: string } {
  const endpoint = endpoints[service];
  return endpoint === undefined ? {} : { endpoint };
}

/** The credentials of the last role, each assumed with those of the one before it. */
function sourceOf(told: ToldProvider, sts: object): CredentialsSource | undefined {
  let source: CredentialsSource | undefined;
  const web = told.assumeRoleWithWebIdentity;
  if (web !== undefined) {
    source = async () => {
      const WebIdentityToken = readFileSync(fromHome(web.webIdentityTokenFile ?? ""), "utf8").trim();
      const command = new AssumeRoleWithWebIdentityCommand({ ...session(web), WebIdentityToken });
      return keysOf((await new STSClient(sts).send(command)).Credentials);
    };
  }
  for (const role of told.assumeRole ?? []) {
    const before = source === undefined ? {} : { credentials: source };
    source = async () => {
      const command = new AssumeRoleCommand({ ...session(role), ...more(role) });
      return keysOf((await new STSClient({ ...sts, ...before }).send(command)).Credentials);
    };
  }
  return source;
}

function session({ roleArn, sessionName = `slipway-${process.pid}`, duration, policy, policyArns }: ToldRole) {
  return {
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    ...(duration !== undefined && { DurationSeconds: secondsOf(duration) }),
    ...(policy !== undefined && { Policy: policy }),
    ...(policyArns !== undefined && { PolicyArns: policyArns.map((arn) => ({ arn })) }),
  };
}

function more({ externalId, sourceIdentity, tags, transitiveTagKeys }: ToldRole) {
  return {
    ...(externalId !== undefined && { ExternalId: externalId }),
    ...(sourceIdentity !== undefined && { SourceIdentity: sourceIdentity }),
    ...(tags !== undefined && { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
    ...(transitiveTagKeys !== undefined && { TransitiveTagKeys: [...transitiveTagKeys] }),
  };
}

const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** `1h30m` in seconds. */
function secondsOf(duration: string): number {
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)([hms])/g)];
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (SECONDS[unit ?? ""] ?? 0), 0);
}

function keysOf(credentials: Credentials | undefined) {
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "", Expiration = new Date() } = credentials ?? {};
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}
