import { account } from "./account";
import { digitalOcean } from "./digitalocean";
import { docker } from "./docker";
import { type Finding, type Surroundings, toldBy } from "./finding";
import { framework } from "./framework";
import { functions } from "./function-limits";
import { kubernetes } from "./kubernetes";
import { node, python, terraform } from "./programs";
import { neededProviders, providers } from "./providers";
import { regionOf } from "./region";
import { secrets } from "./secrets";
import { disk, project, projectFiles, sandbox, states } from "./settings";
import { variables } from "./variables";

/** The whole command takes a few seconds, also where nothing answers. */
const PATIENCE_MILLISECONDS = 3_000;

type Check = () => Finding | Finding[] | Promise<Finding | Finding[]>;

/** Everything at once, in the order in which it is told. */
export async function diagnosis(surroundings: Surroundings): Promise<Finding[]> {
  const files = projectFiles(surroundings);
  const workspaces = files !== undefined && "workspaces" in files ? files.workspaces : [];
  const needsDocker = workspaces.length > 0 && "kreuzwerker/docker" in neededProviders(workspaces);
  const checks: Readonly<Record<string, Check>> = {
    Node: () => node(process.versions.node),
    Terraform: () => terraform(surroundings),
    "cdktf-cli": () => framework(surroundings),
    providers: () => providers(surroundings, workspaces),
    account: () => account(surroundings, workspaces),
    region: () => regionOf(surroundings, workspaces),
    Lambda: () => functions(surroundings, workspaces),
    DigitalOcean: () => digitalOcean(surroundings, workspaces),
    Docker: () => docker(surroundings, needsDocker),
    Kubernetes: () => kubernetes(surroundings, workspaces),
    Python: () => python(surroundings),
    disk: () => disk(surroundings),
    variables: () => variables(surroundings),
    secrets: () => secrets(surroundings, workspaces),
    states: () => states(surroundings, files),
    project: () => project(surroundings, files),
    sandbox: () => sandbox(surroundings),
  };
  const findings = await Promise.all(Object.entries(checks).map(([name, check]) => inTime(name, check)));
  return findings.flat();
}

/** What one check finds; a check that fails or takes too long leaves the others their say. */
export async function inTime(name: string, check: Check, milliseconds = PATIENCE_MILLISECONDS): Promise<Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    const found = `no answer within ${milliseconds / 1000} s`;
    const remedy = "it did not answer in time; run slipway doctor again when this machine is less busy";
    timer = setTimeout(() => resolve({ name, state: "warning", found, remedy }), milliseconds);
  });
  try {
    return [await Promise.race([check(), late])].flat();
  } catch (error) {
    return [{ name, state: "problem", ...toldBy(error) }];
  } finally {
    clearTimeout(timer);
  }
}
