import type { ServicesEnvironment } from "../../constructs/services/schema";
import { lazy } from "../../constructs/shared/lazy";
import type { DeploymentOptions } from "../../engine/deployment";
import type { Project } from "../../engine/project";
import type { Deed } from "./audit-entry";

const backups = lazy<typeof import("./database/backup/before-replacement")>(() =>
  require("./database/backup/before-replacement"),
);
const droplets = lazy<typeof import("../../engine/droplets")>(() => require("../../engine/droplets"));
const audit = lazy<typeof import("./audit")>(() => require("./audit"));

type Approve = NonNullable<DeploymentOptions["approve"]>;

/**
 * Records what is done to a platform, from the moment in which its plans are approved. Databases of a server that is replaced are dumped
 * first, if the file says where dumps are kept. Other workspaces have no record.
 */
export function onRecord(approved: Approve, print: (line: string) => void) {
  let begin = async () => {};
  let dumped: (plans: Parameters<Approve>[0]) => Promise<void> = async () => {};
  const approve: Approve = async (plans, failures) => {
    await approved(plans, failures);
    const first = begin;
    // What follows is approved by itself, and is the same deed.
    begin = async () => {};
    await first();
    await dumped(plans);
  };
  const run = <T>(
    project: Project,
    platform: ServicesEnvironment | undefined,
    deed: Deed,
    work: () => Promise<T>,
  ): Promise<T> => {
    if (platform === undefined) return work();
    if (Object.values(platform.postgres ?? {}).some(({ backup }) => backup !== undefined)) {
      dumped = async (plans) => {
        const reached = await droplets.reachedPlatform(project, platform, process.env);
        await backups.backUpReplaced(reached, plans, print);
      };
    }
    return audit.audited(project, platform, deed, (begun) => {
      begin = begun;
      return work();
    });
  };
  return { approve, run };
}
