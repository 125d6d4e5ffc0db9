// Whether the packed file can be imported as package.json says, with its types, in every kind of project.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "./build";

const ROOT = resolve(__dirname, "..");

/** The bytes of the package, packed without the scripts that would build it once more. */
function packed(): Uint8Array<ArrayBuffer> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-package-"));
  try {
    const command = `npm pack --silent --ignore-scripts --pack-destination "${folder}"`;
    const { status, stderr } = spawnSync(command, { cwd: ROOT, encoding: "utf8", shell: true });
    const [file] = readdirSync(folder);
    if (status !== 0 || file === undefined) throw new Error(`npm pack must end with 0, got ${status}: ${stderr}`);
    return new Uint8Array(readFileSync(join(folder, file)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What publint finds wrong with package.json. */
async function faultsOfManifest(tarball: ArrayBuffer): Promise<string[]> {
  const { publint } = await import("publint");
  const { formatMessage } = await import("publint/utils");
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  return messages.map((message) => `${message.type}: ${formatMessage(message, pkg) ?? message.code}`);
}

/** What "Are the types wrong?" finds wrong, for each way in which TypeScript resolves an import. */
async function faultsOfTypes(tarball: Uint8Array): Promise<string[]> {
  const { checkPackage, createPackageFromTarballData } = await import("@arethetypeswrong/core");
  const analysis = await checkPackage(createPackageFromTarballData(tarball));
  if (!analysis.types) return ["error: the package has no types"];
  return analysis.problems.map(({ kind, ...place }) => `${kind}: ${JSON.stringify(place)}`);
}

async function main(): Promise<void> {
  build();
  const bytes = packed();
  const faults = [...(await faultsOfManifest(bytes.buffer)), ...(await faultsOfTypes(bytes))];
  if (faults.length === 0) return console.log("✔ the package and its types can be imported");
  console.error(faults.join("\n"));
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
