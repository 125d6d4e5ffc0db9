import { AWS_PROVIDER_VERSIONS } from "../../constructs/shared/provider-versions";
import type { FoundState } from "./found-state";
import { resourcesOf, type State, type StateResource } from "./state";

const AWS = "hashicorp/aws";
const BUILT_IN = "builtin/terraform";
/** Blocks by type and name. */
type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

const ADDRESS = /^(?:.*\.)?provider\["(?:[^"/]+\/)?([^"/]+\/[^"/]+)"\](?:\.(\S+))?$/;

/** What a provider needs to know that no state holds. */
const UNKNOWN: Readonly<Record<string, string>> = {
  "kreuzwerker/docker": "the address of its Docker node",
  "hashicorp/kubernetes": "the context of its cluster",
};

/**
 * The least configuration with which Terraform can destroy what is in a state: providers, and the programs that it runs before.
 *
 * @param programPath of the program that removes the placeholder image of a model
 */
export function configurationFrom({ stack, state }: Pick<FoundState, "stack" | "state">, programPath: string) {
  const sources = [...new Set(resourcesOf(state).map((each) => sourceOf(stack, each)))];
  const usesAws = sources.includes(AWS);
  const programs = programsOf(state, programPath);
  return {
    terraform: { required_providers: usesAws ? { aws: { source: AWS, version: AWS_PROVIDER_VERSIONS } } : {} },
    ...(usesAws && { provider: { aws: [awsProvider(stack, state)] } }),
    ...(programs.terraform_data !== undefined && { resource: programs }),
  };
}

function sourceOf(stack: string, { type, name, provider }: StateResource): string {
  const [, source = provider, alias] = ADDRESS.exec(provider) ?? [];
  if (alias !== undefined) refuse(stack, `the address of the store of ${type}.${name}`);
  if (source !== AWS && source !== BUILT_IN) refuse(stack, UNKNOWN[source] ?? `how ${source} reaches ${type}.${name}`);
  return source;
}

function awsProvider(stack: string, state: State) {
  const instances = resourcesOf(state).flatMap(({ instances = [] }) => instances);
  const regions = new Set<string>();
  const accounts = new Set<string>();
  for (const { attributes = {} } of instances) {
    const [, , , region = "", account = ""] = typeof attributes.arn === "string" ? attributes.arn.split(":") : [];
    for (const each of [region, attributes.region]) if (typeof each === "string" && each !== "") regions.add(each);
    if (/^\d{12}$/.test(account)) accounts.add(account);
  }
  const [region] = regions;
  if (region === undefined || regions.size > 1) refuse(stack, "the region of its provider");
  return { region, ...(accounts.size > 0 && { allowed_account_ids: [...accounts] }) };
}

/**
 * The notes of the program that pushes the placeholder image of a model: it takes it away too, before the repository goes. Terraform
 * takes the order of what is described from the description alone, so the repository is described as well.
 */
function programsOf(state: State, programPath: string): Resources {
  const repositories = new Map<string, object>(
    resourcesOf(state).flatMap(({ type, name, instances: [{ attributes = {} } = {}] = [] }) =>
      type === "aws_ecr_repository" ? [[`${type}.${name}`, { name: attributes.name }]] : [],
    ),
  );
  const terraform_data: Record<string, object> = {};
  const aws_ecr_repository: Record<string, object> = {};
  for (const { type, name, instances: [{ attributes = {}, dependencies = [] } = {}] = [] } of resourcesOf(state)) {
    const input = (attributes.input as { readonly value?: unknown } | undefined)?.value ?? attributes.input;
    const { repositoryUrl, tag } = (input ?? {}) as { readonly repositoryUrl?: string; readonly tag?: string };
    if (type !== "terraform_data" || repositoryUrl === undefined) continue;
    const environment = {
      ACTION: "remove",
      REPOSITORY_URL: "${self.input.repositoryUrl}",
      IMAGE_TAG: "${self.input.tag}",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    };
    const run = { when: "destroy", interpreter: ["node"], command: programPath, environment };
    const depends_on = dependencies.filter((each) => repositories.has(each));
    for (const each of depends_on) aws_ecr_repository[each.replace(/^.*\./, "")] = repositories.get(each) ?? {};
    terraform_data[name] = { depends_on, input: { repositoryUrl, tag }, provisioner: [{ "local-exec": run }] };
  }
  return Object.keys(terraform_data).length === 0 ? {} : { terraform_data, aws_ecr_repository };
}

function refuse(stack: string, what: string): never {
  throw new Error(
    `${stack}: its environment file must be there, got only its state, which does not say ${what}; ` +
      "put the file back from version control (git log --diff-filter=D --name-only -- environments), then run it again",
  );
}
