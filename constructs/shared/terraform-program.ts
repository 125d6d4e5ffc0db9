import { basename } from "node:path";

/** The program that plans and applies stacks. */
export interface TerraformProgram {
  /** Its command: `terraform`, or what TERRAFORM_BINARY_NAME says, as for cdktf. */
  readonly command: string;
  /** What texts call the command: its name without the folder. */
  readonly word: string;
  /** Its name, for people. */
  readonly product: "Terraform" | "OpenTofu";
  /** The host of its public registry, by which mirrors name their folders. */
  readonly registry: string;
}

const REGISTRIES = { Terraform: "registry.terraform.io", OpenTofu: "registry.opentofu.org" } as const;

/** Which program it is in these surroundings; OpenTofu is known by its command, `tofu`, with any ending. */
export function terraformProgram(environment: Readonly<Record<string, string | undefined>>): TerraformProgram {
  const command = environment.TERRAFORM_BINARY_NAME || "terraform";
  const word = basename(command.replaceAll("\\", "/")).replace(/\.exe$/i, "");
  const product = /^(open)?tofu/i.test(word) ? "OpenTofu" : "Terraform";
  return { command, word, product, registry: REGISTRIES[product] };
}

/** The hosts of both public registries, whose providers are the same. */
export const PUBLIC_REGISTRIES: readonly string[] = Object.values(REGISTRIES);
