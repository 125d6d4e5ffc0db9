import { targetOf, type Workspace } from "../../app/load";
import { awsCaller } from "../../engine/aws-caller";
import { programHere } from "../../engine/program";
import { whoAnswers } from "../../sandbox/identity";
import { type Finding, firstLine, PATIENCE_MILLISECONDS, type Surroundings } from "./finding";
import { shellRegion } from "./region";
import { isProxied } from "./variables";

const SIGN_IN =
  'name a profile (AWS_PROFILE), sign in (aws sso login), or use the sandbox: eval "$(npx slipway sandbox env)"';
const SECRETS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

/** What is shorter is a word, such as the sandbox's. */
const SHORTEST_KEY = 12;

/** Whose account the shell's credentials are for, and which workspaces are for another. No key is ever told. */
export async function account({ environment }: Surroundings, workspaces: readonly Workspace[]): Promise<Finding> {
  const name = "account";
  const endpoint = environment.AWS_ENDPOINT_URL_STS || environment.AWS_ENDPOINT_URL;
  const isSandbox = endpoint === undefined ? undefined : whoAnswers(endpoint);
  try {
    const { region = "us-east-1" } = (await shellRegion(environment)) ?? {};
    const { account, arn } = await awsCaller(environment, region, PATIENCE_MILLISECONDS);
    const at =
      endpoint === undefined ? "" : `, ${(await isSandbox) ? "the sandbox's" : "by what answers"} at ${endpoint}`;
    const found = `${account} as ${arn}${at}`;
    const others = workspaces.flatMap((each) => {
      const { accountId } = targetOf(each).aws ?? {};
      return accountId === undefined || accountId === account ? [] : [`${each.workspace} (accountId ${accountId})`];
    });
    if (others.length === 0) return { name, state: "ok", found };
    const remedy = `${programHere().product} will refuse to deploy ${others.join(", ")} with these credentials; use some of that account`;
    return { name, state: "warning", found, remedy };
  } catch (error) {
    const { state, found, ...rest } = failure(error as SdkError, environment, endpoint);
    return { name, state, found: withoutKeys(found, environment), ...rest };
  }
}

/** What the SDK throws: of the service, of its own search for credentials, or of the network. */
interface SdkError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly code?: string;
}

const CERTIFICATE = /CERT|SIGNATURE|ISSUER/;

function failure(error: SdkError, environment: NodeJS.ProcessEnv, endpoint: string | undefined): Omit<Finding, "name"> {
  const said = firstLine(error.message) || error.code || error.name;
  if (error.name === "CredentialsProviderError") {
    const { AWS_PROFILE } = environment;
    const isNone = said.startsWith("Could not load credentials from any providers");
    if (isNone && !AWS_PROFILE) return { state: "warning", found: "no credentials", remedy: SIGN_IN };
    const profile = AWS_PROFILE ? `profile "${AWS_PROFILE}"` : "the shell";
    return { state: "problem", found: `${profile} gives no credentials${isNone ? "" : `: ${said}`}`, remedy: SIGN_IN };
  }
  if (error.$metadata?.httpStatusCode !== undefined && error.name !== "TimeoutError") {
    const found = `credentials that are not accepted: ${said}`;
    return {
      state: "problem",
      found,
      remedy: /expired/i.test(error.name + said) ? `they are old: ${SIGN_IN}` : SIGN_IN,
    };
  }
  const found = `no answer from ${endpoint ?? "AWS"}: ${error.code ?? said}`;
  if (CERTIFICATE.test(error.code ?? "")) {
    const file = environment.AWS_CA_BUNDLE || "<file>";
    const remedy = `let Node know the authority that signs here: NODE_EXTRA_CA_CERTS=${file}`;
    return { state: "problem", found, remedy };
  }
  if (endpoint === undefined && isProxied(environment)) {
    return {
      state: "warning",
      found,
      remedy: `AWS was asked without the proxy, which ${programHere().product} uses; go on`,
    };
  }
  if (endpoint === undefined) {
    return {
      state: "problem",
      found,
      remedy: `look at this machine's network; ${programHere().product} needs AWS too`,
    };
  }
  return { state: "problem", found, remedy: "slipway sandbox up, or unset AWS_ENDPOINT_URL (a new shell for AWS)" };
}

/** A service may repeat what it was sent. */
function withoutKeys(text: string, environment: NodeJS.ProcessEnv): string {
  const keys = SECRETS.flatMap((name) => environment[name] ?? []).filter(({ length }) => length >= SHORTEST_KEY);
  return keys.reduce((result, key) => result.replaceAll(key, "***"), text);
}
