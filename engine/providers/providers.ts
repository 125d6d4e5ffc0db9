import { mkdirSync, writeFileSync } from "node:fs";
import { get } from "node:https";
import { shellWord } from "../../constructs/shared/render/shell-word";
import { type TerraformProgram, terraformProgram } from "../../constructs/shared/terraform-program";
import { sandboxFolder } from "../folders";
import type { Variables } from "../variables";
import { linkedMirror, type ProviderPackage, packagesFor, packagesIn, platformHere } from "./mirror-links";
import { type MirrorSearch, mirrorFolders, terraformSettings } from "./mirrors";

const REGISTRY = "the public registry";
const REGISTRY_MILLISECONDS = 2_000;

/** What is set here. */
const OURS = ["TF_CLI_CONFIG_FILE", "TF_CLI_ARGS_providers_lock", "TF_PLUGIN_CACHE_DIR"];

export interface ProviderSettingsProps extends Partial<MirrorSearch> {
  readonly project: string;
  /** Providers that must be found, such as `hashicorp/aws`. */
  readonly needed: readonly string[];
  /** @default - asks the public registry, once in a process */
  readonly registryAnswers?: () => Promise<boolean>;
}

export interface ProviderSettings {
  /** What Terraform and the cdktf command line need to find providers. */
  readonly variables: Variables;
  /** Where providers come from, for people. */
  readonly source: string;
}

/** Where providers are on this machine: the first of these that there is. */
export type ProviderSource =
  | { readonly kind: "registry" }
  | { readonly kind: "server"; readonly url: string }
  | {
      readonly kind: "folders";
      readonly found: readonly string[];
      readonly looked: readonly string[];
      readonly packages: readonly ProviderPackage[];
      /** This machine, as mirrors name it: `linux_amd64`. */
      readonly target: string;
    };

/** Looks where providers are, and writes nothing. */
export async function providerSource(props: Omit<ProviderSettingsProps, "needed">): Promise<ProviderSource> {
  const search = { ...props, environment: withoutOwn(props.environment ?? process.env, sandboxFolder(props.project)) };
  const { registry } = terraformProgram(search.environment);
  const { registryAnswers = () => publicRegistryAnswers(registry) } = props;
  const settings = await terraformSettings(search);
  if (await registryAnswers()) return { kind: "registry" };
  if (settings.networkMirror !== undefined) return { kind: "server", url: settings.networkMirror };
  const { found, looked } = await mirrorFolders(search);
  return {
    kind: "folders",
    found,
    looked,
    packages: packagesFor(registry, found.flatMap(packagesIn)),
    target: platformHere(),
  };
}

/** Where Terraform gets its providers on this machine: from the registry, else from what lies here. */
export async function providerSettings(props: ProviderSettingsProps): Promise<ProviderSettings> {
  const { project, needed } = props;
  const files = sandboxFolder(project);
  const environment = withoutOwn(props.environment ?? process.env, files);
  const source = await providerSource(props);
  if (source.kind === "registry") {
    const variables = unsetOwn(props.environment ?? process.env, environment);
    const { exists } = await terraformSettings({ ...props, environment });
    if (exists || !environment.TF_CLI_CONFIG_FILE) return { variables, source: REGISTRY };
    // Terraform would complain of the missing file in each command.
    write(files.folder, files.providers, "");
    return { variables: { ...variables, TF_CLI_CONFIG_FILE: files.providers }, source: REGISTRY };
  }
  if (source.kind === "server") {
    const lock = shellWord(`-net-mirror=${source.url}`);
    return { variables: { TF_CLI_ARGS_providers_lock: lock }, source: source.url };
  }
  const { found, looked, packages, target } = source;
  const here = new Set(packages.filter(({ platform }) => platform === target).map(({ provider }) => provider));
  const missing = needed.filter((provider) => !here.has(provider));
  if (missing.length > 0) throw new Error(missingMessage(missing, target, looked, terraformProgram(environment)));
  const mirror = linkedMirror(files.mirror, packages).replaceAll("\\", "/");
  write(
    files.folder,
    files.providers,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
  );
  mkdirSync(files.pluginCache, { recursive: true });
  return {
    variables: {
      TF_CLI_CONFIG_FILE: files.providers,
      // Terraform splits it as a shell does.
      TF_CLI_ARGS_providers_lock: shellWord(`-fs-mirror=${mirror}`),
      TF_PLUGIN_CACHE_DIR: files.pluginCache,
      // Or the cdktf command line would set the one in the user's home.
      CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    },
    source: found.join(", "),
  };
}

type OwnFiles = ReturnType<typeof sandboxFolder>;

/** The user's own settings: a shell that evaluated `sandbox env` has ours in it. */
function withoutOwn(environment: NodeJS.ProcessEnv, { providers, mirror, pluginCache }: OwnFiles): NodeJS.ProcessEnv {
  const own = (value = "") => [providers, pluginCache].includes(value) || value.includes(mirror.replaceAll("\\", "/"));
  return Object.fromEntries(Object.entries(environment).filter(([name, value]) => !OURS.includes(name) || !own(value)));
}

function unsetOwn(before: NodeJS.ProcessEnv, after: NodeJS.ProcessEnv): Variables {
  return Object.fromEntries(OURS.filter((name) => name in before && !(name in after)).map((name) => [name, undefined]));
}

function missingMessage(
  missing: readonly string[],
  target: string,
  looked: readonly string[],
  program: TerraformProgram,
): string {
  const names = missing.map((provider) => `${provider} (${target})`).join(", ");
  return [
    `${program.product}'s provider ${names} must be found, got none: the public registry does not answer, and no mirror has it`,
    "looked in:",
    ...looked.map((folder) => `  ${folder}`),
    mirrorAdvice(program),
  ].join("\n");
}

/** What to do where no mirror has a provider. */
export function mirrorAdvice({ word }: TerraformProgram): string {
  return `name a folder that has it in SLIPWAY_PROVIDER_MIRRORS; where the registry answers, \`${word} providers mirror <folder>\` makes one`;
}

let answered: Promise<boolean> | undefined;

/** One process runs one program. */
function publicRegistryAnswers(registry: string): Promise<boolean> {
  answered ??= new Promise((resolve) => {
    const asked = get(
      `https://${registry}/.well-known/terraform.json`,
      { agent: false, timeout: REGISTRY_MILLISECONDS },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => resolve(false));
    // The timeout above counts from a connection on; a name that does not resolve has none.
    setTimeout(() => asked.destroy(), REGISTRY_MILLISECONDS).unref();
  });
  return answered;
}

function write(folder: string, file: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
}
