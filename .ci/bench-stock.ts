// The program that somebody would write with cdktf alone for what one synthesized stack holds.

/** One stack as its JSON describes it. */
export interface StackJson {
  readonly terraform: { readonly backend: Elements };
  readonly provider: Readonly<Record<string, readonly Attributes[]>>;
  readonly resource: Readonly<Record<string, Elements>>;
  readonly output?: Elements;
  readonly [key: string]: unknown;
}

type Attributes = Readonly<Record<string, unknown>>;
type Elements = Readonly<Record<string, Attributes>>;

/** How a `terraform_data` is written: as cdktf's own class, or as a resource without the checks of Terraform's version. */
export type DataClass = "DataResource" | "TerraformResource";

/** How the program is written. */
export interface StockOptions {
  /** The stack's name, which stands in its texts. */
  readonly workspace: string;
  readonly dataClass: DataClass;
  /** Finds an asset's file, by the path that the stack names. */
  readonly assetFile: (path: string) => string;
}

interface Resource {
  readonly type: string;
  readonly name: string;
  readonly attributes: Attributes;
}

const DATA = "terraform_data";
/** Attributes whose keys are the user's. */
const MAPS = ["tags", "variables", "input"];
const ASSET = /^assets\/([^/]+)\/[^/]+\/[^/]+$/;

/** Writes the program, which makes a stack of each name that it gets as an argument. */
export function stockProgram(stack: StackJson, options: StockOptions): string {
  const writer = new Writer(resourcesOf(stack), options);
  const { backend } = stack.terraform;
  return [
    'const cdktf = require("cdktf");',
    ...writer.imports(),
    "const app = new cdktf.App();",
    "for (const name of process.argv.slice(2)) {",
    "const stack = new cdktf.TerraformStack(app, name);",
    ...Object.entries(backend).map(
      ([type, value]) => `new cdktf.${pascal(type)}Backend(stack, ${writer.object(value)});`,
    ),
    ...(stack.provider.aws ?? []).map((value) => `new AwsProvider(stack, "Aws", ${writer.object(value)});`),
    ...writer.assets(),
    ...writer.resources(),
    ...Object.entries(stack.output ?? {}).map(([id, value]) => {
      return `new cdktf.TerraformOutput(stack, "${id}", ${writer.object(value, ["staticId: true"])});`;
    }),
    "}",
    "app.synth();",
    "",
  ].join("\n");
}

/** What is the same in two stacks that hold the same: no metadata, versions of providers, or hashes of assets. */
export function elementsOf(text: string): unknown {
  const plain = (key: string, value: unknown) => (key === "//" || key === "required_providers" ? undefined : value);
  return JSON.parse(text.replace(/(assets\/\w+\/)[0-9a-f]{32}/gi, "$1<hash>"), plain);
}

/** Writes the parts of a stack as JavaScript. */
class Writer {
  constructor(
    private readonly all: readonly Resource[],
    private readonly options: StockOptions,
  ) {}

  imports(): string[] {
    const types = new Set(this.all.map(({ type }) => type).filter((type) => type !== DATA));
    const names = ["provider", ...[...types].map(awsName)];
    return names.map((name) => {
      const what = name === "provider" ? "AwsProvider" : pascal(name);
      return `const { ${what} } = require("@cdktf/provider-aws/lib/${name.replaceAll("_", "-")}");`;
    });
  }

  assets(): string[] {
    const paths = this.all.flatMap(({ attributes }) => textsIn(attributes)).filter((text) => ASSET.test(text));
    const byName = new Map(paths.map((path) => [assetName(path), path]));
    return [...byName].map(([name, path]) => {
      const settings = `{ path: ${JSON.stringify(this.options.assetFile(path))}, type: cdktf.AssetType.FILE }`;
      return `const ${name} = new cdktf.TerraformAsset(stack, "${name}", ${settings});`;
    });
  }

  resources(): string[] {
    return inOrder(this.all).map((resource) => this.resource(resource));
  }

  private resource({ type, name, attributes }: Resource): string {
    const {
      provisioner,
      depends_on: needed,
      ...rest
    } = attributes as {
      readonly provisioner?: readonly Elements[];
      readonly depends_on?: readonly string[];
    };
    const more = [
      ...(needed ? [`dependsOn: [${needed.map((address) => address.split(".")[1]).join(", ")}]`] : []),
      ...(provisioner ? [`provisioners: [${provisioner.map((each) => this.provisioner(each)).join(", ")}]`] : []),
    ];
    if (type !== DATA)
      return `const ${name} = new ${pascal(awsName(type))}(stack, "${name}", ${this.object(rest, more)});`;
    if (this.options.dataClass === "DataResource") {
      return `const ${name} = new cdktf.DataResource(stack, "${name}", ${this.object(rest, more)});`;
    }
    const settings = this.object({ terraform_resource_type: DATA }, more);
    const overrides = Object.entries(rest).map(([key, value]) => {
      return `${name}.addOverride("${key}", ${this.value(value, true)});`;
    });
    return [`const ${name} = new cdktf.TerraformResource(stack, "${name}", ${settings});`, ...overrides].join("\n");
  }

  private provisioner(block: Elements): string {
    return Object.entries(block)
      .map(([type, attributes]) => this.object(attributes, [`type: "${type}"`]))
      .join(", ");
  }

  /** Attributes, named as the bindings do: `memorySize` for `memory_size`; with more of them that are written already. */
  object(attributes: Attributes, more: readonly string[] = [], verbatim = false): string {
    const entries = Object.entries(attributes).filter(([key]) => key !== "//");
    const written = entries.map(([key, value]) => {
      const name = verbatim ? key : camel(key);
      return `${JSON.stringify(name)}: ${this.value(value, verbatim || MAPS.includes(key))}`;
    });
    return `{ ${[...written, ...more].join(", ")} }`;
  }

  private value(value: unknown, verbatim: boolean): string {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return `[${value.map((each) => this.value(each, verbatim)).join(", ")}]`;
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    return this.object(value as Attributes, [], verbatim);
  }

  /** A text as a template, in which Terraform's expressions are what they were made of. */
  private text(text: string): string {
    if (ASSET.test(text)) return `${assetName(text)}.path`;
    const parts = text.split(/(\$\{[^}]*\})/).map((part) => {
      const expression = /^\$\{(.*)\}$/.exec(part)?.[1];
      const code = expression === undefined ? undefined : this.expression(expression);
      return code === undefined ? this.literal(part) : `\${${code}}`;
    });
    return `\`${parts.join("")}\``;
  }

  private literal(text: string): string {
    return text.replace(/[\\`]|\$\{/g, "\\$&").replaceAll(this.options.workspace, "${name}");
  }

  /** The code for `join(":", aws_iam_role.Role.arn)`; none for an expression that names no resource. */
  private expression(expression: string): string | undefined {
    const named = this.all.filter(({ type, name }) => expression.includes(`${type}.${name}.`));
    if (named.length === 0) return undefined;
    const calls = expression.replace(/\b([a-z]\w*)\(/g, "cdktf.Fn.$1(");
    return named.reduce(
      (code, { type, name }) =>
        code.replace(new RegExp(`\\b${type}\\.${name}\\.(\\w+)`, "g"), (_, attribute) => `${name}.${camel(attribute)}`),
      calls,
    );
  }
}

function resourcesOf(stack: StackJson): Resource[] {
  return Object.entries(stack.resource).flatMap(([type, elements]) =>
    Object.entries(elements).map(([name, { "//": _, ...attributes }]) => ({ type, name, attributes })),
  );
}

/** Each behind those that it refers to. */
function inOrder(resources: readonly Resource[]): Resource[] {
  const sorted: Resource[] = [];
  const add = (resource: Resource) => {
    if (sorted.includes(resource)) return;
    const text = JSON.stringify(resource.attributes);
    for (const other of resources) if (other !== resource && text.includes(`${other.type}.${other.name}`)) add(other);
    sorted.push(resource);
  };
  for (const resource of resources) add(resource);
  return sorted;
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function assetName(path: string): string {
  return ASSET.exec(path)?.[1] ?? path;
}

function awsName(type: string): string {
  return type.replace(/^aws_/, "");
}

function camel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function pascal(name: string): string {
  return camel(`_${name}`);
}
