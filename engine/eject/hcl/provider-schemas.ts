import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { partsOf } from "../../../constructs/shared/rules";
import { withPlanFolder } from "../../plan-folder";
import { outputOf } from "../../process";
import { programHere } from "../../program";
import type { ProviderSchemas } from "./hcl-files";

interface Found {
  readonly provider?: { readonly block: object };
  readonly resource_schemas?: Readonly<Record<string, { readonly block: object }>>;
  readonly data_source_schemas?: Readonly<Record<string, { readonly block: object }>>;
}

/** How Terraform is run. */
export interface Surroundings {
  readonly command: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Reads the schemas of a stack's providers from its block `terraform`; those of the same providers once. */
export function schemaReader(how: Surroundings): (declared: unknown) => Promise<ProviderSchemas> {
  const known = new Map<string, Promise<ProviderSchemas>>();
  return (declared) => {
    const { required_providers: providers = {} } = partsOf(declared);
    const key = JSON.stringify(providers);
    const schemas = known.get(key) ?? providerSchemas(providers, how);
    known.set(key, schemas);
    return schemas;
  };
}

/** Terraform installs the providers in a separate folder, without the stack's backend: no account is contacted. */
function providerSchemas(providers: unknown, { command, environment }: Surroundings): Promise<ProviderSchemas> {
  return withPlanFolder(async (cwd) => {
    writeFileSync(join(cwd, "main.tf.json"), JSON.stringify({ terraform: { required_providers: providers } }));
    const { TF_DATA_DIR: _, ...given } = environment;
    const run = async (...args: string[]) => {
      const { status, stdout, stderr } = await outputOf([command, ...args], { cwd, environment: given });
      if (status === 0) return stdout;
      throw new Error(
        `${stderr.trim()}\n${programHere().word} ${args[0]} failed, got exit code ${status}; add --syntax json, which needs none`,
      );
    };
    await run("init", "-input=false", "-no-color");
    const { provider_schemas: all = {} } = JSON.parse(await run("providers", "schema", "-json")) as {
      provider_schemas?: Record<string, Found>;
    };
    const found = Object.entries(all);
    const blocks = (of: (one: Found) => Found["resource_schemas"]) =>
      Object.fromEntries(
        found.flatMap(([, one]) => Object.entries(of(one) ?? {}).map(([type, each]) => [type, each.block])),
      );
    const sources = Object.entries(partsOf(providers)).map(
      ([name, each]) => [name, String(partsOf(each).source)] as const,
    );
    return {
      provider: Object.fromEntries(
        sources.map(([name, source]) => [
          name,
          found.find(([path]) => path.endsWith(`/${source}`))?.[1].provider?.block ?? {},
        ]),
      ),
      resource: blocks((one) => one.resource_schemas),
      data: blocks((one) => one.data_source_schemas),
    };
  });
}
