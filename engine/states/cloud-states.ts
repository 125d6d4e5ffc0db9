import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { CloudBackendSettings } from "../../constructs/shared/schema";
import { programHere } from "../program";
import type { FoundState } from "./found-state";
import { placeWith } from "./place";
import { stateFrom } from "./state";
import { type StoreOptions, withStore } from "./store";

/** What is read here of HCP Terraform's list of workspaces. */
interface Page {
  readonly data: readonly {
    readonly attributes: { readonly name: string; readonly "resource-count"?: number };
    readonly relationships?: { readonly project?: { readonly data?: { readonly id: string } } };
  }[];
  readonly included?: readonly { readonly id: string; readonly attributes: { readonly name?: string } }[];
  readonly meta?: { readonly pagination?: { readonly "next-page"?: number | null } };
}

const HOSTNAME = "app.terraform.io";
const DEFAULT_PROJECT = "Default Project";

/** The states of a project of HCP Terraform that have resources. */
export async function cloudStates(
  cloud: CloudBackendSettings,
  isWanted: (stack: string) => boolean,
  options: StoreOptions,
): Promise<FoundState[]> {
  const found: FoundState[] = [];
  for (const stack of (await namesIn(cloud, options.environment)).filter(isWanted)) {
    const place = placeWith({ cloud }, stack, "");
    const state = stateFrom(await withStore(place, options, (store) => store.pull()));
    if (state !== undefined) found.push({ stack, place, state });
  }
  return found;
}

/** Terraform itself would create a workspace that it is asked for. */
async function namesIn(
  { hostname = HOSTNAME, organization, project = DEFAULT_PROJECT }: CloudBackendSettings,
  environment: NodeJS.ProcessEnv,
): Promise<string[]> {
  const token = tokenFor(hostname, environment);
  if (token === undefined) {
    throw new Error(`a token must be given for ${hostname}, got none; run ${programHere().word} login ${hostname}`);
  }
  const names: string[] = [];
  for (let page: number | null | undefined = 1; page; ) {
    const query = `include=project&page%5Bsize%5D=100&page%5Bnumber%5D=${page}`;
    const response = await fetch(`https://${hostname}/api/v2/organizations/${organization}/workspaces?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!response.ok) throw new Error(`${hostname} answered ${response.status} ${response.statusText}`.trim());
    const { data, included = [], meta } = (await response.json()) as Page;
    const ids = new Set(included.flatMap(({ id, attributes }) => (attributes.name === project ? [id] : [])));
    const own = data.filter(({ attributes, relationships }) => {
      const id = relationships?.project?.data?.id;
      return (attributes["resource-count"] ?? 0) > 0 && (id === undefined || ids.has(id));
    });
    names.push(...own.map(({ attributes }) => attributes.name));
    page = meta?.pagination?.["next-page"];
  }
  return names;
}

/** As Terraform finds it: a variable named after the host, or what `terraform login` has written. */
function tokenFor(hostname: string, environment: NodeJS.ProcessEnv): string | undefined {
  const given = environment[`TF_TOKEN_${hostname.replaceAll("-", "__").replaceAll(".", "_")}`];
  const file = join(homedir(), ".terraform.d", "credentials.tfrc.json");
  if (given || !existsSync(file)) return given || undefined;
  const { credentials } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly credentials?: Readonly<Record<string, { readonly token?: string }>>;
  };
  return credentials?.[hostname]?.token;
}
