import { secretsIn } from "../secret-commands/kept";

const API = "https://api.digitalocean.com/";
const LONGEST_MILLISECONDS = 20_000;

interface Page {
  readonly links?: { readonly pages?: { readonly next?: string } };
  readonly [list: string]: unknown;
}

/**
 * All that a list of DigitalOcean's API has. Nothing without a token, or where nobody answers.
 *
 * @param of what they have in common, as the address says it
 * @param key of the list in the answer
 */
export async function listed<T>(
  list: string,
  of: string,
  environment: NodeJS.ProcessEnv,
  key = list,
): Promise<readonly T[]> {
  const token =
    secretsIn(environment).DIGITALOCEAN_TOKEN ||
    environment.DIGITALOCEAN_TOKEN ||
    environment.DIGITALOCEAN_ACCESS_TOKEN;
  if (!token) return [];
  const headers = { authorization: `Bearer ${token}` };
  const all: T[] = [];
  for (let page = 1; ; page++) {
    const url = new URL(`v2/${list}?${of}per_page=200&page=${page}`, environment.DIGITALOCEAN_API_URL || API);
    const signal = AbortSignal.timeout(LONGEST_MILLISECONDS);
    const answer = await fetch(url, { headers, signal }).catch(() => undefined);
    if (!answer?.ok) return all;
    const body = (await answer.json()) as Page;
    all.push(...((body[key] ?? []) as readonly T[]));
    if (body.links?.pages?.next === undefined) return all;
  }
}
