import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { homeOf, terraformSettings } from "./mirrors";

/**
 * One copy of each provider plugin for all stacks of a user, where the cdktf command keeps it too. Nothing where Terraform has
 * been told of another place, or of none.
 */
export async function pluginCache(environment: NodeJS.ProcessEnv): Promise<Readonly<Record<string, string>>> {
  if (environment.TF_PLUGIN_CACHE_DIR || environment.CDKTF_DISABLE_PLUGIN_CACHE_ENV) return {};
  if ((await terraformSettings({ environment })).hasPluginCache) return {};
  const folder = join(homeOf(environment), ".terraform.d", "plugin-cache");
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    // A home that cannot be written: each stack has its own.
    return {};
  }
  return { TF_PLUGIN_CACHE_DIR: folder };
}
