import { CURRENT, FOLDER } from "../../constructs/services/render/driver";
import { endsWithTime, SPEC_LABEL } from "../../constructs/shared/render/container-name";
import type { AskEngine } from "../docker-engine";

/** A container of a service on its engine, made by a deployment: its name ends with the time. */
export interface PlatformContainer {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  /** Of a pair. */
  readonly colour?: string;
  readonly image: string;
  /** ISO 8601 */
  readonly created: string;
  /** Docker's word: `running`. */
  readonly state: string;
  /** Docker's words: `Up 3 minutes`. */
  readonly status: string;
}

/** What is on an engine of a platform. */
export interface OnEngine {
  readonly containers: readonly PlatformContainer[];
  /** Names of those that the front asks, below its `current` folder; undefined where it does not answer. */
  readonly asked?: ReadonlySet<string>;
}

/** An engine that is off is not waited for. */
const LONGEST_MILLISECONDS = 60_000;
const COLUMNS = [
  ...["{{.ID}}", "{{.Names}}", "{{.Image}}", "{{.CreatedAt}}", "{{.State}}", "{{.Status}}"],
  ...['{{.Label "services.service"}}', '{{.Label "services.colour"}}'],
];
const ASKED = `cd ${FOLDER}/${CURRENT} || exit 1; for file in *; do [ ! -f "$file" ] || { cat "$file"; echo; }; done; exit 0`;

/** Lists the containers of a platform's services, and those that its front asks. Throws where the engine does not answer. */
export async function onEngine(docker: AskEngine, platform: string): Promise<OnEngine> {
  const labels = [`services.platform=${platform}`, "services.service", SPEC_LABEL];
  const filters = labels.flatMap((label) => ["--filter", `label=${label}`]);
  const list = ["ps", "--all", "--no-trunc", ...filters, "--format", COLUMNS.join("\t")];
  const { status, stdout, stderr } = await docker(list, LONGEST_MILLISECONDS);
  if (status !== 0) throw new Error(`the Docker engine must answer, got ${JSON.stringify(stderr.trim())}`);
  const containers = stdout
    .split("\n")
    .flatMap((line) => (line === "" ? [] : [containerIn(line)]))
    .filter(({ name }) => name.startsWith(`${platform}-`) && endsWithTime(name));
  if (containers.length === 0) return { containers };
  const asked = await docker(["exec", `${platform}-front`, "sh", "-c", ASKED], LONGEST_MILLISECONDS);
  if (asked.status !== 0) return { containers };
  return { containers, asked: new Set(asked.stdout.split("\n").filter((name) => name !== "")) };
}

function containerIn(line: string): PlatformContainer {
  const [id = "", name = "", image = "", created = "", state = "", status = "", service = "", colour = ""] =
    line.split("\t");
  const time = /^(\S+) (\S+) ([+-]\d{4})/.exec(created)?.slice(1) ?? [];
  return {
    ...{ id, name, service, image, state, status },
    created: time.length === 3 ? new Date(`${time[0]}T${time[1]}${time[2]}`).toISOString() : created,
    ...(colour !== "" && { colour }),
  };
}

/** Whether it only migrates a database: its name says it. */
export function isMigration({ name }: Pick<PlatformContainer, "name">): boolean {
  return /-migrate-\d{14}$/.test(name);
}
