import { secretsIn } from "./secret-commands/kept";

const API = "https://api.digitalocean.com/";
const LONGEST_MILLISECONDS = 20_000;

/** What DigitalOcean has answered. */
interface Answer<T> {
  readonly status: number;
  /** Undefined of a refusal, and of what is no JSON. */
  readonly body?: T;
}

/** The token of the shell, or the one that a command has printed; empty where there is none. */
export function digitalOceanToken(environment: NodeJS.ProcessEnv): string {
  const printed = secretsIn(environment).DIGITALOCEAN_TOKEN;
  return printed || environment.DIGITALOCEAN_TOKEN || environment.DIGITALOCEAN_ACCESS_TOKEN || "";
}

/** Where DigitalOcean's API is. */
export function digitalOceanUrl(environment: NodeJS.ProcessEnv): string {
  return environment.DIGITALOCEAN_API_URL || API;
}

/**
 * Asks DigitalOcean's API. Undefined without a token, or where nobody answers.
 *
 * @param path below `v2/`
 */
export async function askDigitalOcean<T>(
  path: string,
  environment: NodeJS.ProcessEnv,
  longestMilliseconds = LONGEST_MILLISECONDS,
): Promise<Answer<T> | undefined> {
  const token = digitalOceanToken(environment);
  if (token === "") return undefined;
  const headers = { authorization: `Bearer ${token}` };
  try {
    const signal = AbortSignal.timeout(longestMilliseconds);
    const answer = await fetch(new URL(`v2/${path}`, digitalOceanUrl(environment)), { headers, signal });
    const body = answer.ok ? await (answer.json() as Promise<T>).catch(() => undefined) : undefined;
    return { status: answer.status, ...(body !== undefined && { body }) };
  } catch {
    return undefined;
  }
}
