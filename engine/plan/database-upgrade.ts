import { environmentOf } from "../../app/load";
import { AS_ROOT } from "../../constructs/pipelines/database/render/mysql-client";
import {
  nextSeries,
  otherProduct,
  type ServerVersion,
  serverVersion,
  versionStep,
  versionText,
} from "../../constructs/pipelines/database/render/server-version";
import type { PipelinesEnvironment } from "../../constructs/pipelines/schema";
import { imageReference } from "../../constructs/shared/container/image-reference";
import { shown } from "../../constructs/shared/shown";
import { type KubernetesProvider, kubectl } from "../holdings/kubectl";
import type { Project } from "../project";
import type { Change, Changes } from "./changes";
import { MYSQL_CONTAINER, type NewImage } from "./database-image";

type Database = NonNullable<PipelinesEnvironment["database"]>;

/** Of which stack, and how its cluster is reached. */
export interface UpgradeOptions {
  readonly workspace: string;
  readonly stack: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** What is known of a server's data: by the server, else by the image in the state. */
interface Found {
  /** Another product than MySQL. */
  readonly product?: string;
  readonly version?: ServerVersion;
}

/** Prints the version of the server, and what it says of itself. */
const ASK_VERSION = [
  ...["sh", "-c", `${AS_ROOT}; exec mysql --user=root --batch --skip-column-names --execute="$1"`, "sh"],
  "SELECT VERSION(), @@version_comment",
];

/**
 * Says what another image does to the data of a MySQL server, beside what differs. Throws where the image cannot read them, or where nobody
 * has said that they may be upgraded without a dump.
 */
export async function withUpgrades(project: Project, changes: Changes, options: UpgradeOptions): Promise<Changes> {
  if (![...changes.changed, ...changes.replaced].some(({ newImage }) => newImage !== undefined)) return changes;
  const found = project.soundWorkspace(options.workspace, () => {});
  const database = environmentOf(found, "pipelines")?.database;
  if (database === undefined) return changes;
  const noted = async (change: Change): Promise<Change> => {
    const { newImage, notes = [] } = change;
    if (newImage === undefined) return change;
    return { ...change, notes: [...notes, ...(await upgradeNotes(project, newImage, database, options))] };
  };
  return {
    ...changes,
    changed: await Promise.all(changes.changed.map(noted)),
    replaced: await Promise.all(changes.replaced.map(noted)),
  };
}

async function upgradeNotes(
  project: Project,
  image: NewImage,
  { version, dump, upgradeDump = "made" }: Database,
  options: UpgradeOptions,
): Promise<string[]> {
  const told = await asked(project, image, options);
  const isSilent = "failure" in told;
  const data = isSilent ? ofImage(image.from) : told;
  const to = serverVersion(version ?? imageReference(image.to)?.tag ?? "");
  const problem = refusal(data, to, image);
  // An image that has never started on the data says nothing of them, and must be left again.
  if (problem !== undefined && !(isSilent && upgradeDump === "skipped")) {
    const advice = isSilent
      ? `. The server does not answer; if ${shown(image.from)} has never started on these data, write upgradeDump: "skipped"`
      : "";
    throw new Error(`${options.stack}: ${problem}${advice}`);
  }
  if (dump === undefined && upgradeDump === "made") {
    throw new Error(
      `${options.stack}: database.dump must say where a dump goes before database.image changes, got none; add it and deploy with the old image first, or write upgradeDump: "skipped"`,
    );
  }
  return [
    ...(isSilent ? [`${image.name} could not be asked for its version: ${told.failure}`] : []),
    ...stepNotes(data.version, to),
    upgradeDump === "made" ? "a dump is made first" : 'no dump is made first: upgradeDump is "skipped"',
  ];
}

function ofImage(image: string): Found {
  const { repository = "", tag = "" } = imageReference(image) ?? {};
  const [product, version] = [otherProduct(repository), serverVersion(tag)];
  return { ...(product !== undefined && { product }), ...(version !== undefined && { version }) };
}

async function asked(
  project: Project,
  { name, namespace }: NewImage,
  { stack, environment }: UpgradeOptions,
): Promise<Found | { readonly failure: string }> {
  const [provider = {}] = ((project.declared(stack).provider ?? {}) as { kubernetes?: KubernetesProvider[] })
    .kubernetes ?? [{}];
  const words = ["--namespace", namespace, "exec", `statefulset/${name}`, `--container=${MYSQL_CONTAINER}`, "--"];
  try {
    const said = await kubectl(provider, project.stackFolder(stack), environment, [...words, ...ASK_VERSION]);
    const [product, version] = [otherProduct(said.trim()), serverVersion(said)];
    return { ...(product !== undefined && { product }), ...(version !== undefined && { version }) };
  } catch (error) {
    return { failure: (error as Error).message };
  }
}

/** Why the data cannot be read by what comes; nothing where they can, or where that is not known. */
function refusal({ product, version }: Found, to: ServerVersion | undefined, image: NewImage): string | undefined {
  const { name } = image;
  const got = shown(image.to);
  if (product !== undefined) {
    return `database.image must be of ${product}, as the data of ${name} are, got ${got}; load a dump into a server of another name`;
  }
  const step = version && to && versionStep(version, to);
  if (version === undefined || step === undefined || step === "same" || step === "upgrade") return undefined;
  const old = versionText(version);
  return step === "downgrade"
    ? `database.image must be MySQL ${old} or later, as the data of ${name} are, got ${got}; to go back, load a dump into a server of another name`
    : `database.image must be MySQL ${nextSeries(version)} at most, as the data of ${name} are of ${old}, got ${got}; deploy ${nextSeries(version)} first, or copy them with copyFrom`;
}

function stepNotes(from: ServerVersion | undefined, to: ServerVersion | undefined): string[] {
  if (from === undefined || to === undefined) return ["whether its data are upgraded is not known: no tag says it"];
  return versionStep(from, to) === "same"
    ? []
    : [`upgrades the data from MySQL ${versionText(from)} to ${versionText(to)}, which cannot be undone`];
}
