import { editedText, withProperty } from "../../../../engine/environment-editor";
import type { Project } from "../../../../engine/project";
import { type ChangeOptions, changeFile } from "../../changed-file";
import { imageName } from "../../look";
import { declaredServers, reached, type Server } from "../server";
import { connectAgain, volumesOf } from "./cut-off";
import { fillNewServer } from "./new-server";
import { dumpForUpgrade, refuseUnfit } from "./old-server";
import { type UpgradeRequest, upgradePlan } from "./upgrade-plan";
import type { BegunUpgrade, UpgradeRecord } from "./upgrade-record";

/**
 * Gives a server another major version: nobody else reaches it while its databases are dumped, it is deployed with an empty volume, and
 * the dumps are restored into it. The old volume stays. Killed at any point, the same command goes on.
 */
export async function upgradeServer(
  project: Project,
  server: Server,
  record: UpgradeRecord,
  request: UpgradeRequest,
  options: ChangeOptions,
): Promise<void> {
  const { name, platform } = server;
  const { upgrade, isBegun } = await upgradePlan(server, request, record.of(server));
  const { image, volume, oldVolume } = upgrade;
  const { print } = options;
  if (!isBegun) {
    await refuseUnfit(server, print);
    record.write(upgrade);
  }
  let isFirst = true;
  await changeFile(
    project,
    {
      workspace: platform.name,
      deed: { action: "upgrade", database: name },
      edit: (text, file) => (isBegun ? text : editedFile(text, file, server, upgrade)),
      says: `postgres.${name}.image is ${image} with volume ${volume}, was ${upgrade.oldImage} with volume ${oldVolume}`,
      expect: ({ postgres = {} }) => {
        const now = postgres[name];
        if (now !== undefined && imageName(now.image) === image && now.volume === volume) return;
        const { file } = project.workspace(platform.name);
        throw new Error(
          `${file}: postgres.${name} must be what the file exports, got another after the change, which was taken back; edit it by hand`,
        );
      },
    },
    options,
    {
      approved: async () => {
        if (isFirst) await dumpForUpgrade(server, record, upgrade, print);
        isFirst = false;
      },
      after: async (changed) => {
        const declared = declaredServers(changed).find((each) => each.name === name);
        if (declared !== undefined) await fillNewServer(reached(declared), record, print);
      },
      failure: async (file) => {
        await backIfOld(server, record).catch((error: Error) => print(error.message));
        return `${file} says ${image} now: run the same command again, or write image: "${upgrade.oldImage}" and volume: "${oldVolume}", and deploy`;
      },
    },
  );
  print(
    `postgres.${name}: the data of ${upgrade.oldImage} stay on volume ${oldVolume}; when you do not need them: slipway services db upgrade ${platform.name} --server ${name} --remove-old ${oldVolume}`,
  );
}

/** A server that was not replaced is reached again, and its dumps no longer hold. */
async function backIfOld(server: Server, record: UpgradeRecord): Promise<void> {
  const begun = record.read();
  if (begun === undefined || !(await volumesOf(server))?.includes(begun.oldVolume)) return;
  record.write({ ...begun, dumps: [], done: [] });
  await connectAgain(server, begun.networks);
}

function editedFile(text: string, file: string, { name, settings }: Server, { image, volume }: BegunUpgrade): string {
  const own = ["postgres", name];
  const path = [...own, "image", ...(typeof settings.image === "string" ? [] : ["local"])];
  const changed = editedText({ text, name: file, path, value: image });
  if (settings.volume !== undefined)
    return editedText({ text: changed, name: file, path: [...own, "volume"], value: volume });
  return withProperty({ text: changed, name: file, path: own, key: "volume", source: JSON.stringify(volume) });
}
