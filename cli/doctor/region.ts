import { targetOf, type Workspace } from "../../app/load";
import type { Finding, Surroundings } from "./finding";

/** Where the shell's own programs work, and what says so. */
export interface ShellRegion {
  readonly region: string;
  readonly source: string;
}

/** In the order in which Terraform's provider looks; the SDK for JavaScript does not know AWS_DEFAULT_REGION. */
export async function shellRegion({ AWS_REGION, AWS_DEFAULT_REGION, ...rest }: NodeJS.ProcessEnv) {
  if (AWS_REGION) return { region: AWS_REGION, source: "AWS_REGION" };
  if (AWS_DEFAULT_REGION) return { region: AWS_DEFAULT_REGION, source: "AWS_DEFAULT_REGION" };
  const { STSClient } = await import("@aws-sdk/client-sts");
  try {
    const region = await new STSClient({}).config.region();
    return { region, source: `profile ${rest.AWS_PROFILE || "default"}` };
  } catch {
    return undefined;
  }
}

/** Where things are made: environments say it themselves; the shell's own region is for other programs. */
export function region(shell: ShellRegion | undefined, workspaces: readonly Workspace[]): Finding {
  const regions = new Set(workspaces.flatMap((each) => targetOf(each).aws?.region ?? []));
  const own = regions.size === 0 ? "" : `${[...regions].join(", ")}, as the environments say; `;
  const said = shell === undefined ? "not set" : `${shell.region} (${shell.source})`;
  return { name: "region", state: "ok", found: `${own}the shell's is ${said}` };
}

/** The same of surroundings, which may ask a profile. */
export async function regionOf({ environment }: Surroundings, workspaces: readonly Workspace[]): Promise<Finding> {
  return region(await shellRegion(environment), workspaces);
}
