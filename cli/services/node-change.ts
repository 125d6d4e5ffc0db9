import { frontOf, nodeNames, nodePlan, stackName, upstreamName } from "../../constructs/services/render/layout";
import { postgresOn } from "../../constructs/services/render/postgres";
import type { NodeSettings, ServicesEnvironment } from "../../constructs/services/schema";
import { didYouMean } from "../../constructs/shared/did-you-mean";
import { shown } from "../../constructs/shared/shown";
import { Deployment } from "../../engine/deployment";
import { reachedPlatform } from "../../engine/droplets";
import { editedText, withoutProperty, withProperty } from "../../engine/environment-editor";
import type { Project } from "../../engine/project";
import { namedEnvironment } from "../../engine/workspace-named";
import { approval, refuseUnasked } from "../plan/approval";
import { workspaceAndRest } from "../words";
import type { Deed } from "./audit-entry";
import { type ChangeOptions, changeFile, type FileChange } from "./changed-file";
import { onRecord } from "./on-record";

/** What a new droplet is made of; each as in the file. */
export interface NewDroplet {
  readonly size: string;
  readonly region?: string;
  readonly image?: string;
  readonly backups?: string;
}

/** Writes a new droplet into the file of a platform, and deploys it. */
export async function createNode(
  project: Project,
  words: readonly string[],
  droplet: NewDroplet,
  options: ChangeOptions,
): Promise<void> {
  const { platform, node } = platformAndNode(project, words);
  const { name: workspace, nodes } = platform;
  if (nodes === undefined) {
    throw new Error(
      `${workspace} must have nodes in its file for a command to add one, got none: its services are on this machine; declare nodes, and name one in each service`,
    );
  }
  if (Object.hasOwn(nodes, node)) {
    const { file } = project.workspace(workspace);
    throw new Error(
      `node must be a new one, got ${shown(node)}, which the file has; to change it, or to create it after a failure, edit nodes.${node} in ${file} and run slipway services deploy ${workspace}`,
    );
  }
  const source = `{ droplet: { ${Object.entries(droplet)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    .join(", ")} } }`;
  await change(project, options, {
    workspace,
    deed: { action: "create node", node },
    edit: (text, name) => withProperty({ text, name, path: ["nodes"], key: node, source }),
    says: `nodes.${node} is ${source}`,
    expect: ({ nodes: now }) => {
      // `__proto__` would be none of its names.
      if (now === undefined || !Object.hasOwn(now, node) || now[node]?.droplet?.size !== droplet.size)
        throw notExported(project, workspace, `nodes.${node}`);
    },
    back: (file) =>
      `${file} has ${node} now: where DigitalOcean refused it, correct nodes.${node} there, or take it out again`,
  });
}

/** Gives a droplet another size, in its file and in place. */
export async function resizeNode(
  project: Project,
  words: readonly string[],
  size: string,
  options: ChangeOptions,
): Promise<void> {
  const { platform, node } = platformAndNode(project, words);
  const { name: workspace } = platform;
  const { droplet } = nodeNamed(platform, node);
  if (droplet === undefined) {
    throw new Error(
      `${node} must be a droplet to be resized, got a machine that Slipway did not create; resize it there`,
    );
  }
  if (droplet.size === size) throw new Error(`size must be another one than ${node} has, got ${shown(size)}`);
  const asked = busyOn(platform, node);
  if (asked.length > 0) {
    options.print(
      `${node} is off for some minutes while it is resized, with what gets requests there: ${asked.join(", ")}; slipway services drain ${workspace} ${node} comes before`,
    );
  }
  await change(project, options, {
    workspace,
    deed: { action: "resize node", node },
    edit: (text, name) => editedText({ text, name, path: ["nodes", node, "droplet", "size"], value: size }),
    says: `nodes.${node}.droplet.size is ${shown(size)}, was ${shown(droplet.size)}`,
    expect: ({ nodes }) => {
      if (nodes?.[node]?.droplet?.size !== size) throw notExported(project, workspace, `nodes.${node}.droplet.size`);
    },
    back: (file) =>
      `${file} has the new size now: where DigitalOcean refused it, correct nodes.${node}.droplet.size there, or set it back to ${shown(droplet.size)}`,
  });
}

/** Destroys what is on a node, takes it out of the file, and destroys it, where it is a droplet. Nothing may be left on it. */
export async function destroyNode(project: Project, words: readonly string[], options: ChangeOptions): Promise<void> {
  const { platform, node } = platformAndNode(project, words);
  const { name: workspace } = platform;
  nodeNamed(platform, node);
  if (nodeNames(platform).length === 1) {
    throw new Error(
      `${node} must not be the only node, got a platform without another; slipway destroy ${workspace} destroys it`,
    );
  }
  const { containers, routes } = nodePlan(platform, node);
  const left = [
    ...containers.map(({ service, colour }) => upstreamName(service, colour)),
    ...routes.map((service) => `the hosts of ${service}`),
    ...postgresOn(platform, node).map((name) => `postgres.${name}`),
  ];
  if (left.length > 0) {
    throw new Error(
      `${node} must have nothing on it, got ${left.join(", ")}; give them another node in the file, and deploy it first`,
    );
  }
  const { autoApprove, deploy, print } = options;
  if (deploy && !autoApprove) refuseUnasked(`--yes-destroy ${node}`);
  const deed: Deed = { action: "destroy node", node };
  if (deploy) {
    const asked = approval({ action: "destroy", workspace, what: node, autoApprove, print });
    const { approve, run } = onRecord(asked, options.print);
    const only = [stackName(workspace, node)];
    const deployment = await Deployment.of(project, workspace, { ...options, only, approve });
    const reached = await reachedPlatform(project, platform, process.env);
    await run(project, reached, deed, () => deployment.run("destroy"));
  }
  await change(project, options, {
    workspace,
    deed,
    edit: (text, name) => withoutProperty({ text, name, path: ["nodes", node] }),
    says: `nodes.${node} is taken out`,
    expect: ({ nodes }) => {
      if (nodes?.[node] !== undefined) throw notExported(project, workspace, `nodes.${node}`);
    },
    back: (file) => `${file} no longer has ${node}`,
  });
}

/** `[workspace] <node>`: the platform, and the other word. */
export function platformAndNode(project: Project, words: readonly string[]) {
  if (words.length === 0 || words.length > 2) {
    throw new Error(`a node must be named, and a workspace before it where there are several, got ${shown(words)}`);
  }
  const { workspace, rest } = workspaceAndRest(words, 1);
  return { platform: namedEnvironment(project, "services", workspace), node: rest[0] as string };
}

/** A node of a platform, by its name. */
export function nodeNamed(platform: ServicesEnvironment, node: string): NodeSettings {
  const known = nodeNames(platform);
  if (known.includes(node)) return platform.nodes?.[node] ?? {};
  const advice = didYouMean(node, known) ?? "its file has these";
  throw new Error(`node must be one of ${known.join(", ")}, got ${shown(node)}; ${advice}`);
}

/** What gets requests on a node: containers that are live there, and hosts that its front answers. */
function busyOn(platform: ServicesEnvironment, node: string): string[] {
  const live = nodePlan(platform, node).containers.filter(({ service, colour }) => {
    const settings = platform.services[service];
    return colour === undefined || (settings !== undefined && "live" in settings && settings.live === colour);
  });
  const hosts = Object.keys(platform.services).filter((service) => frontOf(platform, service) === node);
  return [
    ...live.map(({ service, colour }) => upstreamName(service, colour)),
    ...postgresOn(platform, node).map((name) => `postgres.${name}`),
    ...hosts.map((each) => `hosts of ${each}`),
  ];
}

/** @param back what the file says where the deployment failed, and which ways there are */
function change(
  project: Project,
  options: ChangeOptions,
  { back, ...wanted }: FileChange & { readonly back: (file: string) => string },
): Promise<void> {
  return changeFile(project, wanted, options, {
    failure: (file) => `${back(file)}; then slipway services deploy ${wanted.workspace} finishes it`,
  });
}

function notExported(project: Project, workspace: string, path: string): Error {
  const { file } = project.workspace(workspace);
  return new Error(
    `${file}: ${path} must be what the file exports, got another after the change, which was taken back; edit it by hand`,
  );
}
