import { spawnSync } from "node:child_process";
import type { Manifest } from "./manifests";

interface Node {
  readonly metadata: { readonly name: string };
  readonly status: { readonly allocatable?: Readonly<Record<string, string>> };
}

/** The API server that a test finds, by its `kubectl`. */
export class Cluster {
  private readonly config: string;

  constructor() {
    const config = process.env.KUBECONFIG ?? process.env.KUBE_CONFIG_PATH;
    if (config === undefined || config === "") {
      throw new Error(
        "KUBECONFIG must name a kubeconfig, got nothing; start a Kubernetes server, and set KUBECONFIG to its file",
      );
    }
    this.config = config;
    this.giveRoom();
  }

  /** A kubelet says how much its disk has; what plays the nodes of a test may not. */
  private giveRoom(): void {
    const { items } = JSON.parse(this.kubectl(["get", "nodes", "--output=json"])) as {
      readonly items: readonly Node[];
    };
    const lacking = items.filter(({ status }) => status.allocatable?.["ephemeral-storage"] === undefined);
    const room = { "ephemeral-storage": "1Ti" };
    const patch = JSON.stringify({ status: { allocatable: room, capacity: room } });
    for (const { metadata } of lacking) {
      this.kubectl(["patch", "node", metadata.name, "--subresource=status", "--type=merge", `--patch=${patch}`]);
    }
  }

  /** What kubectl says, or why it failed. */
  kubectl(args: readonly string[], input = ""): string {
    const { status, stdout, stderr, error } = this.tried(args, input);
    if (status !== 0) throw new Error(`kubectl ${args.join(" ")}: ${error?.message ?? stderr}`);
    // A warning of the server, such as of a standard that is not kept, is a failure too.
    if (stderr.includes("Warning")) throw new Error(`kubectl ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  }

  /** Applies manifests in their order, with what the server knows of their fields. */
  apply(manifests: readonly Manifest[]): void {
    const list = { apiVersion: "v1", kind: "List", items: manifests };
    const options = ["--server-side", "--validate=strict", "--field-manager=terraform", "--filename=-"];
    this.kubectl(["apply", ...options], JSON.stringify(list));
  }

  get(manifest: Manifest): Manifest | undefined {
    const { kind, metadata } = manifest;
    const place = metadata.namespace === undefined ? [] : ["--namespace", metadata.namespace];
    const { status, stdout } = this.tried(["get", kind, metadata.name, "--output=json", ...place]);
    return status === 0 ? (JSON.parse(stdout) as Manifest) : undefined;
  }

  delete({ kind, metadata }: Manifest): void {
    const place = metadata.namespace === undefined ? [] : ["--namespace", metadata.namespace];
    this.kubectl(["delete", kind, metadata.name, ...place, "--wait=false"]);
  }

  /** Asks until the answer is as it must be: a watch may be told of a change late. */
  async until(args: readonly string[], isSo: (answer: string) => boolean): Promise<void> {
    const end = Date.now() + 400_000;
    let answer = "";
    while (Date.now() < end) {
      answer = this.kubectl(args);
      if (isSo(answer)) return;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    throw new Error(`kubectl ${args.join(" ")} must come to an end, got ${answer}`);
  }

  /** Whether a service account may do something: `get secrets/chembl-mysql`. */
  may(account: string, what: string, namespace: string): boolean {
    const as = `--as=system:serviceaccount:${account.replace("/", ":")}`;
    const { stdout } = this.tried(["auth", "can-i", ...what.split(" "), as, "--namespace", namespace]);
    return stdout.trim() === "yes";
  }

  private tried(args: readonly string[], input = "") {
    const env = { ...process.env, KUBECONFIG: this.config };
    return spawnSync("kubectl", [...args], { encoding: "utf8", input, env, maxBuffer: 1 << 26 });
  }
}
