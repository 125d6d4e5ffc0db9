import { pachdNamespaceOf } from "../../constructs/pipelines/render/workflows";
import type { PipelinesEnvironment } from "../../constructs/pipelines/schema";
import { projectPath } from "../../constructs/shared/read/project-path";
import { INTERRUPTIONS, outputNow, startProcess } from "../../engine/process";
import type { Project } from "../../engine/project";

/** How a command in the cluster ended. */
export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The cluster of an environment, by `kubectl`, in the context that its file names and in no other. */
export class Cluster {
  constructor(
    private readonly project: Project,
    readonly environment: PipelinesEnvironment,
  ) {}

  get namespace(): string {
    return this.environment.namespace;
  }

  /** The words of a command. */
  command(...words: readonly string[]): string[] {
    const { context, kubeconfig } = this.environment.cluster;
    return [...kubectl(this.project.folder, kubeconfig), "--context", context, ...words];
  }

  /** Runs a command to its end, with an input; nothing of it is printed. */
  ask(words: readonly string[], input = ""): Said {
    const { error, status, stdout, stderr } = outputNow(this.command(...words), { input });
    if (error !== undefined) throw missing(error);
    return { code: status < 0 ? 1 : status, stdout, stderr };
  }

  /** Runs a command that must succeed; returns what it said. */
  told(words: readonly string[], input = ""): string {
    const { code, stdout, stderr } = this.ask(words, input);
    if (code === 0) return stdout;
    const command = this.command(...words).join(" ");
    throw new Error(`${command} must succeed, got ${code}: ${stderr.trim() || "no word"}`);
  }

  /** Gives the terminal to a command, or files in the place of its input and output; returns its exit code. */
  async show(words: readonly string[], { input, output }: { readonly input?: number; readonly output?: number } = {}) {
    const child = startProcess(this.command(...words), {
      stdio: [input ?? "inherit", output ?? "inherit", "inherit"],
    });
    // It ends then, and what is to be tidied up here is.
    const pass = (signal: NodeJS.Signals) => void child.kill(signal);
    for (const signal of INTERRUPTIONS) process.on(signal, pass);
    return new Promise<number>((done, fail) => {
      child.on("error", (error) => fail(missing(error)));
      child.on("close", (code) => done(code ?? 1));
    }).finally(() => {
      for (const signal of INTERRUPTIONS) process.off(signal, pass);
    });
  }

  /** The words that run something in the manager's pod, where `pachctl` is. */
  inManager(words: readonly string[], more: readonly string[] = []): string[] {
    const { manager } = this.environment;
    if (manager === undefined) {
      throw new Error(
        `manager must be in the file of ${this.environment.name}, got none; pachctl runs in its pod: add it, and deploy`,
      );
    }
    const { name = "manager-pod" } = manager;
    return ["--namespace", this.namespace, "exec", ...more, `deployment/${name}`, "--", ...words];
  }

  /** The words that run something in the database's pod. */
  inDatabase(words: readonly string[], more: readonly string[] = []): string[] {
    const { database, name } = this.environment;
    if (database === undefined) {
      throw new Error(`database must be in the file of ${name}, got none; name the server's own tools, or add it`);
    }
    return ["--namespace", this.namespace, "exec", ...more, `statefulset/${database.name}`, "--", ...words];
  }

  get pachdNamespace(): string {
    return pachdNamespaceOf(this.environment);
  }
}

/** The command with the kubeconfig that a file names, from the project's folder; without one, with the usual. */
export function kubectl(folder: string, kubeconfig: string | undefined): string[] {
  if (kubeconfig === undefined) return ["kubectl"];
  return ["kubectl", "--kubeconfig", projectPath(kubeconfig, folder)];
}

function missing(error: Error): Error {
  return "code" in error && error.code === "ENOENT"
    ? new Error("kubectl must be installed, got no such program; https://kubernetes.io/docs/tasks/tools")
    : error;
}
