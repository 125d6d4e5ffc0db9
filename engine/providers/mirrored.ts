import { PUBLIC_REGISTRIES } from "../../constructs/shared/terraform-program";
import { withVariables } from "../variables";
import { type ProviderSettingsProps, providerSettings } from "./providers";

/** A run of Terraform outside of the commands, such as a test's. */
export interface MirroredRun extends Pick<ProviderSettingsProps, "registryAnswers" | "roots"> {
  /** A folder that gets links to the providers, and the settings that name them. */
  readonly folder: string;
  /** Providers by their sources, such as `hashicorp/aws`, with or without the public registry's host. */
  readonly needed: readonly string[];
  /** Terraform's command. */
  readonly command: string;
  /** @default - that of this process */
  readonly environment: NodeJS.ProcessEnv | undefined;
}

/**
 * The environment in which Terraform finds providers where the commands do: in the registry if it answers, else in the mirrors that
 * SLIPWAY_PROVIDER_MIRRORS names. Where that is not set, it is the environment as it is.
 */
export async function mirroredSurroundings(run: MirroredRun): Promise<NodeJS.ProcessEnv> {
  const { folder, needed, command, environment = process.env, ...search } = run;
  if (!environment.SLIPWAY_PROVIDER_MIRRORS) return environment;
  const running = runningIn(environment).map(shortName);
  const { variables } = await providerSettings({
    ...search,
    project: folder,
    environment: { ...environment, TERRAFORM_BINARY_NAME: command },
    // A provider that somebody has started is not looked for.
    needed: needed.map(shortName).filter((provider) => !running.includes(provider)),
  });
  // Terraform's cache of plugins takes no two runs at once, and tests run side by side.
  const { TF_PLUGIN_CACHE_DIR: _, ...found } = variables;
  return withVariables(environment, found);
}

function runningIn({ TF_REATTACH_PROVIDERS: running }: NodeJS.ProcessEnv): string[] {
  try {
    return Object.keys(JSON.parse(running || "{}"));
  } catch {
    // Terraform says it.
    return [];
  }
}

function shortName(source: string): string {
  const host = PUBLIC_REGISTRIES.find((registry) => source.startsWith(`${registry}/`));
  return host === undefined ? source : source.slice(host.length + 1);
}
