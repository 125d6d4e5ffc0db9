import { endsWithTime } from "../../constructs/shared/render/container-name";
import type { AskEngine } from "../docker-engine";
import type { PulledResource } from "../pulled-state";
import { attachmentsText } from "./attachments";
import type { Emptiable, Holding } from "./holding";

/** Settings of a {@link Network}. */
export interface NetworkProps extends Pick<Holding, "address" | "name"> {
  readonly docker: AskEngine;
  /** The resources of the stack's state. */
  readonly state: () => Promise<readonly PulledResource[]>;
}

const COLUMNS = ["{{.ID}}", "{{.Names}}", '{{.Label "services.platform"}}', '{{.Label "services.part"}}'];
const LONGEST_MILLISECONDS = 60_000;

/** A network of Docker: the engine keeps it while a container runs in it, and the provider only says that time is up. */
export class Network implements Emptiable {
  readonly verb = "detaching from";

  constructor(private readonly props: NetworkProps) {}

  async holding(): Promise<Holding | undefined> {
    const { address, name } = this.props;
    const others = await this.others();
    if (others.length === 0) return undefined;
    const holds = attachmentsText(others.map((each) => `container ${each}`));
    return { address, name, holds, isAttachments: true, isInTheWay: true };
  }

  async empty(): Promise<void> {
    for (const each of await this.others()) await this.ask(["network", "disconnect", "--force", this.props.name, each]);
  }

  /** Containers that run in it and are not the stack's. What a killed deployment of a platform has left goes before it. */
  private async others(): Promise<string[]> {
    const { name, state } = this.props;
    const list = ["ps", "--no-trunc", "--filter", `network=${name}`, "--format", COLUMNS.join("\t")];
    const lines = (await this.ask(list)).split("\n").filter((line) => line !== "");
    const found = lines.map((line) => line.split("\t") as [string, string, string, string]);
    const isLeft = (its: string, part: string) => endsWithTime(its) || part === "front";
    const rest = found.filter(([, its, platform, part]) => platform !== name || !isLeft(its, part));
    if (rest.length === 0) return [];
    const own = new Set((await state()).map(({ attributes }) => attributes.id));
    return rest.flatMap(([id, its]) => (own.has(id) ? [] : [its]));
  }

  private async ask(args: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await this.props.docker(args, LONGEST_MILLISECONDS);
    if (status !== 0) throw new Error(stderr.trim() || `docker ${args[0]} exited with code ${status}`);
    return stdout;
  }
}
