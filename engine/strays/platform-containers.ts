import { CURRENT, FOLDER } from "../../constructs/services/render/driver";
import { otherFiles, SUMS, sums } from "../../constructs/services/render/sums";
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

/** A container that is there, and does not work. */
export interface Apart {
  readonly id: string;
  readonly name: string;
  /** Of a front also that it ends again and again, whenever the engine starts it. */
  readonly how: "disconnected" | "ending" | "paused";
}

/** What is on an engine of a platform. */
export interface OnEngine {
  readonly containers: readonly PlatformContainer[];
  /** Names of those that the front asks, below its `current` folder; undefined where it does not answer, or its files are others. */
  readonly asked?: ReadonlySet<string>;
  /** Its front, also under another name. @default - none is there */
  readonly fronts?: readonly PlatformContainer[];
  /** Those that are paused, that somebody has taken out of the platform's network, or a front that ends. @default - none */
  readonly apart?: readonly Apart[];
  /** Files of the front that are others than the last deployment has left. @default - none, or the front does not answer */
  readonly otherFiles?: readonly string[];
}

/** A container that keeps restarting has run for less. One that restarted long ago is fine. */
const YOUNG_MILLISECONDS = 60_000;
/** An engine that is off is not waited for. */
const LONGEST_MILLISECONDS = 60_000;
const COLUMNS = [
  ...["{{.ID}}", "{{.Names}}", "{{.Image}}", "{{.CreatedAt}}", "{{.State}}", "{{.Status}}"],
  ...['{{.Label "services.service"}}', '{{.Label "services.colour"}}', '{{.Label "services.part"}}'],
  `{{.Label "${SPEC_LABEL}"}}`,
  "{{.Networks}}",
];
const BETWEEN = "//";
const ASKED = `cd ${FOLDER} || exit 1; for file in ${CURRENT}/*; do [ ! -f "$file" ] || { cat "$file"; echo; }; done; echo ${BETWEEN}; cat ${SUMS} 2>/dev/null || echo "0 0 ${SUMS}"; echo ${BETWEEN}; ${sums}; exit 0`;

/** Lists the containers of a platform's services, and those that its front asks. Throws where the engine does not answer. */
export async function onEngine(docker: AskEngine, platform: string): Promise<OnEngine> {
  const filter = ["--filter", `label=services.platform=${platform}`];
  const list = ["ps", "--all", "--no-trunc", ...filter, "--format", COLUMNS.join("\t")];
  const { status, stdout, stderr } = await docker(list, LONGEST_MILLISECONDS);
  if (status !== 0) throw new Error(`the Docker engine must answer, got ${JSON.stringify(stderr.trim())}`);
  const rows = stdout.split("\n").flatMap((line) => (line === "" ? [] : [line.split("\t")]));
  const containers = rows
    .filter(([, name = "", , , , , service, , , spec]) => service && spec && isOf(platform, name))
    .map(containerIn);
  const fronts = rows.filter(([, , , , , , , , part]) => part === "front").map(containerIn);
  const apart = rows
    .filter(([, , , , , , service, , part = "", spec]) => spec && (service || ["front", "postgres"].includes(part)))
    .flatMap((row) => apartOf(platform, row));
  if (containers.length === 0) return { containers, fronts, apart };
  const said = await docker(["exec", `${platform}-front`, "sh", "-c", ASKED], LONGEST_MILLISECONDS);
  if (said.status !== 0) {
    const isKnown = apart.some(({ how }) => how === "ending");
    return { containers, fronts, apart: isKnown ? apart : [...apart, ...(await endingNow(docker, platform))] };
  }
  const [asked = "", left = "", now = ""] = said.stdout.split(`${BETWEEN}\n`);
  const others = otherFiles(left, now);
  return {
    containers,
    fronts,
    apart,
    otherFiles: others,
    // What somebody has changed there does not say who gets requests.
    ...(others.length === 0 && { asked: new Set(asked.split("\n").filter((name) => name !== "")) }),
  };
}

/** A front that keeps restarting may have been listed in a moment when it ran. */
async function endingNow(docker: AskEngine, platform: string): Promise<Apart[]> {
  const name = `${platform}-front`;
  const format = ["--format", "{{.Id}} {{.State.Status}} {{.RestartCount}} {{.State.StartedAt}}"];
  const { status, stdout } = await docker(["container", "inspect", ...format, name], LONGEST_MILLISECONDS);
  const [id = "", state, restarts, started = ""] = stdout.trim().split(" ");
  const isYoung = Date.now() - Date.parse(started) < YOUNG_MILLISECONDS;
  const isEnding = state === "restarting" || (state === "running" && Number(restarts) > 0 && isYoung);
  return status === 0 && isEnding ? [{ id, name, how: "ending" }] : [];
}

function apartOf(
  platform: string,
  [id = "", name = "", , , state, , , , part, , networks = ""]: readonly string[],
): Apart[] {
  if (state === "restarting") return part === "front" ? [{ id, name, how: "ending" }] : [];
  if (state === "paused") return [{ id, name, how: "paused" }];
  // A server without a front has a network of its own.
  if (part === "postgres") return [];
  return state === "running" && !networks.split(",").includes(platform) ? [{ id, name, how: "disconnected" }] : [];
}

function isOf(platform: string, name: string): boolean {
  return name.startsWith(`${platform}-`) && endsWithTime(name);
}

function containerIn(row: readonly string[]): PlatformContainer {
  const [id = "", name = "", image = "", created = "", state = "", status = "", service = "", colour = ""] = row;
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
