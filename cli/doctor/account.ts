import type { Workspace } from "../../environments/load";
import type { Finding, Surroundings } from "./finding";

const PATIENCE_MILLISECONDS = 4_000;
const REMEDY =
  'name a profile (AWS_PROFILE), sign in (aws sso login), or use the sandbox: eval "$(slipway sandbox env)"';

/** Whose account the shell's credentials are for. No key is ever told. */
export async function account({ environment }: Surroundings, workspaces: readonly Workspace[]): Promise<Finding> {
  const what = "account";
  const { region, endpoint } = { region: regionOf(environment) ?? "us-east-1", endpoint: environment.AWS_ENDPOINT_URL };
  // On Node 20 the SDK would print a notice.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const client = new STSClient({ region, maxAttempts: 1 });
  try {
    const abortSignal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
    const late = new Promise<never>((_, fail) => {
      const expired = () => fail(new Error(`no answer within ${PATIENCE_MILLISECONDS / 1000} s`));
      setTimeout(expired, PATIENCE_MILLISECONDS).unref();
    });
    const { Account, Arn } = await Promise.race([client.send(new GetCallerIdentityCommand({}), { abortSignal }), late]);
    const found = `${Account} as ${Arn}${endpoint ? `, at ${endpoint}` : ""}`;
    const others = workspaces.filter(
      ({ environment: own }) => own?.accountId !== undefined && own.accountId !== Account,
    );
    if (others.length === 0) return { what, state: "ok", found };
    const names = others.map(({ workspace, environment: own }) => `${workspace} (${own?.accountId})`).join(", ");
    return {
      what,
      state: "warning",
      found,
      remedy: `Terraform refuses it for ${names}: use credentials of that account`,
    };
  } catch (error) {
    const { name, message } = error as Error;
    const isNone = name === "CredentialsProviderError";
    const found = isNone ? "no credentials" : `credentials that are not accepted: ${message.split("\n")[0]}`;
    return { what, state: isNone ? "warning" : "problem", found, remedy: REMEDY };
  } finally {
    client.destroy();
  }
}

/** Where things are made: environments say it themselves; the shell's own region is for other programs. */
export function region({ environment }: Surroundings, workspaces: readonly Workspace[]): Finding {
  const regions = new Set(workspaces.flatMap(({ environment: own }) => own?.region ?? []));
  const shell = regionOf(environment);
  const own = regions.size === 0 ? "" : `${[...regions].join(", ")}, as the environments say; `;
  return { what: "region", state: "ok", found: `${own}the shell's is ${shell ?? "not set"}` };
}

function regionOf({ AWS_REGION, AWS_DEFAULT_REGION }: NodeJS.ProcessEnv): string | undefined {
  return AWS_REGION || AWS_DEFAULT_REGION || undefined;
}
