import type { WorkRight } from "../constructs/shared/render/work-rights";
import type { Problem, Rule } from "../constructs/shared/rules";

/** The rules of a domain's environment files. What a file exports may be anything, also where settings are compared. */
export interface DomainRules<E> {
  /** Of each setting by itself. */
  readonly schema: Rule<E>;
  /** Between the settings of one file. */
  readonly within: (value: unknown) => readonly Problem[];
  /** The same of files of another kind, by what they say in `kind`. @default - all files are of one kind, and say none */
  readonly kinds?: Readonly<Record<string, Pick<DomainRules<E>, "schema" | "within">>>;
  /** Among all files of the domain; the problems by the names of the workspaces. @default - none */
  readonly among?: (values: readonly unknown[]) => ReadonlyMap<string, readonly Problem[]>;
  /** What may be a mistake in sound files, by the names of the workspaces. @default - nothing */
  readonly warnings?: (environments: readonly E[]) => ReadonlyMap<string, readonly string[]>;
}

/** What Python says of some files of a folder, by their paths and MD5s; nothing at all where there is no Python. */
export type CompilePython = (folder: string, files: Readonly<Record<string, string>>) => string[] | undefined;

/** What must exist in an AWS account before a deployment, because somebody makes it once by hand. */
export interface AccountNeeds {
  /** Names of policies. @default - none */
  readonly policies?: readonly string[];
  /** Names of roles. @default - none */
  readonly roles?: readonly string[];
  /** Ids of identity pools. @default - none */
  readonly identityPools?: readonly string[];
  /** User pools, and the users in them. @default - none */
  readonly userPools?: readonly { readonly id: string; readonly users: readonly string[] }[];
  /** Buckets. @default - none */
  readonly buckets?: readonly { readonly bucket: string; readonly region: string }[];
}

/** Where an environment is deployed, as far as its file says so. */
export interface Target {
  readonly aws?: { readonly accountId?: string | undefined; readonly region?: string | undefined };
  readonly cluster?: { readonly context: string; readonly kubeconfig?: string };
}

/** A new environment file. */
export interface Scaffold<E> {
  /** The name of the example in examples/environments that it is made of, and its usual name. */
  readonly example: string;
  /** The rule of its name; loaded when a file is made. */
  readonly name: () => Rule<string>;
  /** Chooses the region that stands in the file for the example's. @default - its resources have none */
  readonly region?: Region;
  /** What its resources are, where they have no region. @default - they have one */
  readonly withoutRegion?: string;
  /** A port of this machine that no other workspace of the domain may have. @default - it takes none */
  readonly port?: { readonly first: number; readonly of: (environment: E) => number | undefined };
  /** Files beside it that must be there, with their texts, from the project's folder. @default - none */
  readonly files?: Readonly<Record<string, string>>;
  /** What to do before the first deployment, for `slipway init`. @default - nothing */
  readonly before?: string;
  /** Texts of the command `slipway new <domain>`. */
  readonly command: {
    readonly summary: string;
    /** What the name is of. */
    readonly name: string;
    /** A name for the help's examples. */
    readonly sample: string;
    /** What the help ends with. @default - nothing */
    readonly more?: string;
    /** What to do with the file, for `slipway new`. @default - plan and deploy it */
    readonly next?: (name: string) => string;
  };
}

/** How the region of a new file is chosen. */
interface Region {
  /** The text of the option's default. */
  readonly usual: string;
  /** @param shared the region of all models of the project, if they have one in common; @param shell that of the shell */
  readonly choose: (shared: string | undefined, shell: string | undefined) => string;
}

/** One domain: everything that the app, the commands and the sandbox know of it. Its stacks are in stacks/<name>-stack.ts. */
export interface Domain<Name extends string = string, E = unknown> {
  /** Of its folders in environments/, constructs/ and docs/. */
  readonly name: Name;
  /** Loaded when it has a file: most projects have files of one domain. */
  readonly rules: () => DomainRules<E>;
  /** What is wrong with the files that a sound environment names, and with the sizes of what is made of it. @default - nothing */
  readonly fileProblems?: (environment: E, project: string, compile: CompilePython) => readonly Problem[];
  /** Files with secrets that a sound environment names, by the paths of the settings. @default - none */
  readonly secretFiles?: (environment: E) => Readonly<Record<string, string>>;
  /** Terraform's providers that a workspace needs, with their versions. */
  readonly providers: (environment: E | undefined) => Readonly<Record<string, string>>;
  /** What npm installs for its constructs: the bindings, with their version. */
  readonly bindings: Readonly<Record<string, string>>;
  /** Which stacks must be deployed before each of them. @default - all that come before it */
  readonly stacksBefore?: (environment: E) => ReadonlyMap<string, readonly string[]>;
  /** Of a sound environment. @default - its file says nothing of it */
  readonly target?: (environment: E) => Target;
  /** @default - nothing */
  readonly accountNeeds?: (environment: E) => AccountNeeds;
  /** What IAM must allow people who work on it. @default - nothing: it is not in AWS */
  readonly workRights?: (environment: E) => readonly WorkRight[];
  readonly scaffold: Scaffold<E>;
}
