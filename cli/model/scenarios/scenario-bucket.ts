import {
  type _Object,
  GetBucketVersioningCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import { USERS_PREFIX } from "../../../constructs/model/groups-schema";
import { BASE, COMMON, LOCK, scenarioNameProblem } from "../../../constructs/model/render/scenario-names";
import {
  bucketOf,
  objectsBelow,
  removeObjects,
  type StoredObject,
  type Target,
} from "../../../constructs/shared/apply/bucket/objects";
import { didYouMean } from "../../../constructs/shared/did-you-mean";
import { troubleOf } from "../../../engine/file-errors";
import type { Project } from "../../../engine/project";
import { DeployedModel } from "../deployed-model";
import { refuse } from "./local";
import { lockedText } from "./outcome";

/** What the bucket has of a scenario. */
export interface StoredScenario {
  readonly name: string;
  /** By the paths in it, without its lock. */
  readonly objects: ReadonlyMap<string, StoredObject>;
  /** When it was locked, in milliseconds; absent while it is open. */
  readonly locked?: number;
}

/** A model's bucket, by its scenarios. */
export class ScenarioBucket {
  private constructor(
    readonly model: DeployedModel,
    readonly target: Target,
  ) {}

  /** That of a model; its connections end with the model's. */
  static async of(model: DeployedModel): Promise<ScenarioBucket> {
    const { bucketName: bucket, account: accountId } = model;
    return new ScenarioBucket(model, { client: await model.s3(), bucket, accountId });
  }

  /** Works with the bucket of a workspace, and ends its connections. */
  static async use<T>(project: Project, workspace: string, work: (bucket: ScenarioBucket) => Promise<T>): Promise<T> {
    const model = await DeployedModel.of(project, workspace);
    try {
      const bucket = await ScenarioBucket.of(model);
      return await bucket.answered(() => onDisk(() => work(bucket)));
    } finally {
      model.close();
    }
  }

  /** Asks AWS about the bucket; a refusal becomes a message. */
  answered<T>(work: () => Promise<T>): Promise<T> {
    return this.model.answered(`the bucket ${this.target.bucket}`, work);
  }

  /** `s3://quetzal-paris/base`. */
  uri(scenario: string): string {
    return `s3://${this.target.bucket}/${scenario}`;
  }

  async scenario(name: string): Promise<StoredScenario> {
    return storedAs(name, await objectsBelow(this.target, `${name}/`));
  }

  /** All scenarios, and what they share, in the order of their names. */
  async all(): Promise<StoredScenario[]> {
    const found = new Map<string, Map<string, StoredObject>>();
    for (const [key, object] of await objectsBelow(this.target, "")) {
      const [name = "", ...path] = key.split("/");
      if (path.length === 0 || scenarioNameProblem(name) !== undefined) continue;
      found.set(name, (found.get(name) ?? new Map()).set(path.join("/"), object));
    }
    return [...found]
      .map(([name, objects]) => storedAs(name, objects))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** Whether a scenario has an object. */
  async has(scenario: string): Promise<boolean> {
    return (await this.firstBelow(`${scenario}/`)) !== undefined;
  }

  /** Refuses a scenario that is locked now: somebody may have locked it since it was read. */
  async refuseLocked(name: string): Promise<void> {
    if (name === COMMON) return;
    const key = `${name}/${LOCK}`;
    // A key comes before all that it begins.
    const { Key, LastModified } = (await this.firstBelow(key)) ?? {};
    if (Key === key) refuse(lockedText(this.model.name, { name, locked: LastModified?.getTime() ?? Date.now() }));
  }

  private async firstBelow(Prefix: string): Promise<_Object | undefined> {
    const page = await this.target.client.send(
      new ListObjectsV2Command({ ...bucketOf(this.target), Prefix, MaxKeys: 1 }),
    );
    return page.Contents?.[0];
  }

  /** The names of its folders. */
  async names(): Promise<string[]> {
    const names: string[] = [];
    const { client } = this.target;
    for await (const page of paginateListObjectsV2({ client }, { ...bucketOf(this.target), Delimiter: "/" })) {
      names.push(...(page.CommonPrefixes ?? []).map(({ Prefix = "" }) => Prefix.slice(0, -1)));
    }
    return names;
  }

  /** The problems of the scenarios that the bucket does not have. */
  async absences(stored: readonly StoredScenario[]): Promise<string[]> {
    const absent = stored.filter(({ objects, locked }) => objects.size === 0 && locked === undefined);
    return Promise.all(absent.map(({ name }) => this.absent(name)));
  }

  /** The problem of a scenario that the bucket does not have. */
  async absent(name: string): Promise<string> {
    const advice = didYouMean(name, await this.names()) ?? `slipway model scenario list ${this.model.name} shows all`;
    return `${name} must be in the bucket ${this.target.bucket}, got no object of it; ${advice}`;
  }

  async lock(scenario: string): Promise<void> {
    await this.target.client.send(
      new PutObjectCommand({ ...bucketOf(this.target), Key: `${scenario}/${LOCK}`, ContentLength: 0 }),
    );
  }

  async unlock(scenario: string): Promise<void> {
    await removeObjects(this.target, [`${scenario}/${LOCK}`], () => {});
  }

  /** Whether older versions of its objects are kept. */
  async isVersioned(): Promise<boolean> {
    const { Status } = await this.target.client.send(new GetBucketVersioningCommand(bucketOf(this.target)));
    return Status !== undefined;
  }

  /** Refuses users where the base is to be changed: every other scenario needs it. Their policy denies it too. */
  async refuseUsers(scenarios: readonly string[]): Promise<void> {
    const { access, name, roleNamePrefix = "" } = this.model.settings;
    if (access === undefined || !scenarios.includes(BASE)) return;
    const role = `${roleNamePrefix}${access.rolePrefix ?? USERS_PREFIX}${name}`;
    if (this.model.callerArn.includes(`:assumed-role/${role}/`))
      throw new Error(forOperators(`credentials of the role ${role}`));
  }

  /** Changes a scenario; a refusal of S3 to change the base becomes a message. */
  async changing<T>(scenario: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const isRefused = scenario === BASE && (error as Error).name === "AccessDenied";
      throw isRefused ? new Error(forOperators("credentials that S3 refuses it"), { cause: error }) : error;
    }
  }
}

/** Errors of the disk as messages: their codes would pass for answers of AWS. */
async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { path, syscall } = error as NodeJS.ErrnoException;
    if (path === undefined || syscall === undefined) throw error;
    const got = troubleOf(error);
    throw new Error(`${path} must be a file that can be read and written, got ${got}; nothing was removed`, {
      cause: error,
    });
  }
}

/** The message to a user who tries to change the base. */
function forOperators(got: string): string {
  return `${BASE} must be changed by operators, got ${got}; every other scenario needs it: copy it to a scenario of another name`;
}

function storedAs(name: string, all: ReadonlyMap<string, StoredObject>): StoredScenario {
  const lock = name === COMMON ? undefined : all.get(LOCK);
  const objects = new Map([...all].filter(([path]) => path !== LOCK && path !== "" && !path.endsWith("/")));
  return { name, objects, ...(lock !== undefined && { locked: lock.modified }) };
}
