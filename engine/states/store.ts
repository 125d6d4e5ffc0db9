import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { PUBLIC_REGISTRIES } from "../../constructs/shared/terraform-program";
import { withPlanFolder } from "../plan-folder";
import { outputOf, run } from "../process";
import { programHere } from "../program";
import { eventOf, type Lock, lockOf, reasonOf, type TerraformEvent } from "../terraform-events";
import { type Place, placeText, settingsOf } from "./place";

/** How Terraform is reached. */
export interface StoreOptions {
  /** Terraform's command. */
  readonly command: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Providers that states have: large ones, and small ones that may not be available. `init` installs what a state needs, and later commands
 * verify the installed files. Both skip providers that already run, as these seem to: nothing here talks to a provider.
 */
const PROVIDERS = [
  ...["aws", "kubernetes", "archive", "external", "local", "null", "random", "template", "time", "tls"].map(
    (name) => `hashicorp/${name}`,
  ),
  ...["digitalocean/digitalocean", "kreuzwerker/docker"],
];
const RUNNING = {
  ...{ Protocol: "grpc", ProtocolVersion: 5, Pid: 1, Test: true },
  Addr: { Network: "unix", String: "/dev/null" },
};
const PASSED_OVER = JSON.stringify(
  Object.fromEntries(
    PUBLIC_REGISTRIES.flatMap((registry) => PROVIDERS.map((name) => [`${registry}/${name}`, RUNNING])),
  ),
);

/** Gives the work the state of a place, which Terraform itself reads and writes: any backend, with its lock. */
export function withStore<T>(place: Place, options: StoreOptions, work: (store: StateStore) => Promise<T>): Promise<T> {
  return withPlanFolder(async (folder) => {
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform: settingsOf(place) }));
    // It has a folder of its own, and no providers.
    const { TF_DATA_DIR: _, TF_WORKSPACE: __, ...given } = options.environment;
    const environment = { ...given, TF_REATTACH_PROVIDERS: PASSED_OVER };
    const store = new StateStore(folder, place, { ...options, environment });
    await store.open();
    return work(store);
  });
}

/** A state that another run holds, or one that was killed held. */
export class StateLocked extends Error {
  constructor(
    readonly place: Place,
    readonly lock: Lock,
  ) {
    super(
      `${placeText(place)}: the state must be free, got a lock of ${lock.who || "somebody"} since ${lock.created}; wait for that run, ` +
        "or, when it is over, run this again with --free-lock",
    );
  }
}

/** A state where it is. */
export class StateStore {
  constructor(
    private readonly folder: string,
    private readonly place: Place,
    private readonly options: StoreOptions,
  ) {}

  async open(): Promise<void> {
    await this.terraform("init", "-input=false", "-no-color");
  }

  /** Its text; empty where there is none. */
  async pull(): Promise<string> {
    const { command, environment } = this.options;
    const { status, stdout, stderr } = await outputOf([command, "state", "pull"], { cwd: this.folder, environment });
    if (status !== 0) {
      const reasons = [stderr.trim(), ...encryptionAdvice(stderr)];
      throw new Error([...reasons, `${placeText(this.place)}: the state could not be read`].join("\n"));
    }
    return stdout;
  }

  /**
   * Writes a state while no other run holds the lock. Terraform refuses one of another lineage, one with a lower serial, and one of the
   * same serial with other contents: somebody has changed it since it was read.
   */
  async push(text: string): Promise<void> {
    const file = join(this.folder, "pushed.tfstate");
    writeFileSync(file, text, { mode: 0o600 });
    try {
      await this.terraform("state", "push", "-lock-timeout=10s", file);
    } finally {
      // It holds secrets in plain text.
      rmSync(file, { force: true });
    }
  }

  /** Takes away the lock of a run that is over. */
  async free(lock: Lock): Promise<void> {
    await this.terraform("force-unlock", "-force", lock.id);
  }

  private async terraform(...args: string[]): Promise<void> {
    const { command, environment: env } = this.options;
    const events: TerraformEvent[] = [];
    const onLine = (line: string) => void events.push(eventOf(line));
    const { code, interruptedBy } = await run(command, args, { cwd: this.folder, env, onLine });
    const where = placeText(this.place);
    if (code !== 0) {
      const text = events.map((event) => event["@message"]).join("\n");
      const lock = lockOf(events) ?? lockIn(text);
      if (lock !== undefined) throw new StateLocked(this.place, lock);
      throw new Error(
        [
          ...reasonOf(events),
          ...encryptionAdvice(text),
          `${where}: ${programHere().word} ${args[0]} failed, got exit code ${code ?? "none"}`,
        ].join("\n"),
      );
    }
    if (interruptedBy !== undefined) throw new Error(`${where}: interrupted by ${interruptedBy}`);
  }
}

/** Terraform misses the version of a state, which OpenTofu encrypts like everything else. */
export function encryptionAdvice(text: string): string[] {
  const words = stripVTControlCharacters(text).replace(/[\s│]+/g, " ");
  const isEncrypted = words.includes('does not have a "version" attribute') && !words.includes("not be parsed as JSON");
  return isEncrypted ? ["if OpenTofu has encrypted it, set TERRAFORM_BINARY_NAME=tofu and TF_ENCRYPTION"] : [];
}

/** Commands without JSON say it in plain text. */
export function lockIn(text: string): Lock | undefined {
  if (!text.includes("Error acquiring the state lock")) return undefined;
  const field = (name: string) => new RegExp(`^[\\s│]*${name}:\\s+(.*?)\\s*$`, "m").exec(text)?.[1] ?? "";
  return { id: field("ID"), who: field("Who"), created: field("Created") };
}
