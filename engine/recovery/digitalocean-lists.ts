import { askDigitalOcean } from "../digitalocean-api";

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
  return (await pagesOf<T>(list, of, environment, key)).all;
}

/** The same; undefined where a page of it is missing. */
export async function wholeList<T>(list: string, environment: NodeJS.ProcessEnv): Promise<readonly T[] | undefined> {
  const { all, isWhole } = await pagesOf<T>(list, "", environment, list);
  return isWhole ? all : undefined;
}

async function pagesOf<T>(list: string, of: string, environment: NodeJS.ProcessEnv, key: string) {
  const all: T[] = [];
  for (let page = 1; ; page++) {
    const answer = await askDigitalOcean<Page>(`${list}?${of}per_page=200&page=${page}`, environment);
    if (answer?.body === undefined) return { all, isWhole: false };
    all.push(...((answer.body[key] ?? []) as readonly T[]));
    if (answer.body.links?.pages?.next === undefined) return { all, isWhole: true };
  }
}
