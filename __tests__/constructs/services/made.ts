import { Container as DockerContainer } from "@cdktf/provider-docker/lib/container";
import { TerraformStack, Testing } from "cdktf";
import { Front, type FrontProps, stackDockerProvider } from "../../../constructs/services";
import { type Attributes, Template } from "../../../testing";

/** A run of the program, as Terraform has it. */
export interface Run {
  readonly action: string;
  /** What the program is told; a name that only Terraform knows stands as its expression. */
  readonly told: Readonly<Record<string, never>>;
  /** What makes it run again, beside what it is told. */
  readonly triggers: Readonly<Record<string, string>>;
  /** The last names of what must be there before. */
  readonly after: readonly string[];
  readonly createBeforeDestroy: boolean;
}

interface Data {
  readonly input: { readonly told: string };
  readonly triggers_replace: Readonly<Record<string, string>>;
  readonly depends_on?: readonly string[];
  readonly lifecycle?: { readonly create_before_destroy?: boolean };
  readonly provisioner: readonly [
    { readonly "local-exec": { readonly environment: { readonly ACTION: string; readonly TOLD: string } } },
  ];
}

/** What comes out of a stack with a Docker provider, and ways to find what is in it. */
export function made(build: (stack: TerraformStack) => void) {
  const stack = new TerraformStack(Testing.app(), "test");
  stackDockerProvider(stack);
  build(stack);
  return found(stack);
}

/** The front that the tests have. */
export function frontIn(stack: TerraformStack, more: Partial<FrontProps> = {}): Front {
  return new Front(stack, "Front", { name: "lab", image: "caddy:2.11.2", certificates: "none", ...more });
}

/** What comes out of a stack, and ways to find what is in it. */
export function found(stack: TerraformStack) {
  const template = Template.of(stack);
  const resources = (template.json.resource ?? {}) as Readonly<Record<string, Readonly<Record<string, Data>>>>;
  const runs = new Map(
    Object.entries(resources.terraform_data ?? {}).map(([name, data]) => [shortName(name), runOf(data)]),
  );
  const run = (name: string): Run => {
    const one = runs.get(name);
    if (one === undefined) throw new Error(`${name} must be there, got ${[...runs.keys()].join(", ")}`);
    return one;
  };
  /** The container whose name begins so; what Terraform adds is the time. */
  const container = (name: string): Attributes<typeof DockerContainer> => {
    const all = template.all(DockerContainer);
    const one = all.find((each) => each.name === name || String(each.name).includes(`"${name}"`));
    if (one === undefined) throw new Error(`${name} must be there, got ${all.map((each) => each.name).join(", ")}`);
    return one;
  };
  return { template, text: JSON.stringify(template.json), runs: [...runs.keys()].sort(), run, container };
}

function runOf({ input, triggers_replace, depends_on = [], lifecycle, provisioner }: Data): Run {
  const { told, ...triggers } = triggers_replace;
  const { ACTION, TOLD } = provisioner[0]["local-exec"].environment;
  // The program is told what Terraform keeps, and runs again when it changes, but for how ssh knows a host.
  const { engine, ...all } = JSON.parse(input.told) as { readonly engine: object };
  // Where else data of a server could be is looked up once, before its first start.
  const {
    volumes: _volumes,
    others: _others,
    ...rest
  } = all as { readonly volumes?: unknown; readonly others?: unknown };
  const { ssh: _, ...place } = engine as { readonly ssh?: unknown };
  expect(JSON.parse(told as string)).toEqual({ engine: place, ...rest });
  expect(TOLD).toBe("${self.input.told}");
  return {
    action: ACTION,
    told: JSON.parse(input.told) as Run["told"],
    triggers,
    after: depends_on.map((address) => shortName(address.split(".")[1] ?? "")).sort(),
    createBeforeDestroy: lifecycle?.create_before_destroy === true,
  };
}

/** `Nmpi_Live_8C81C949` without what makes it unique. */
function shortName(id: string): string {
  return id.replace(/_[0-9A-F]{8}$/, "");
}
