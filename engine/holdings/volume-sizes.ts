import { dockerEngine } from "../docker-engine";
import type { DockerProvider } from "../stack-json";

/** An engine that counts the bytes of large volumes takes its time. */
const LONGEST_MILLISECONDS = 60_000;
/**
 * The bytes in each volume of an engine; undefined of one of which the engine does not know it.
 *
 * @param folder the stack's, where the paths of the provider begin
 */
export async function volumeSizes(
  provider: DockerProvider,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<ReadonlyMap<string, number | undefined>> {
  const list = ["system", "df", "--verbose", "--format", "{{json .Volumes}}"];
  const { status, stdout, stderr } = await dockerEngine(provider, folder, environment)(list, LONGEST_MILLISECONDS);
  if (status !== 0) throw new Error(stderr.trim() || `docker system df exited with code ${status}`);
  const volumes = (JSON.parse(stdout) ?? []) as readonly { readonly Name: string; readonly Size: string }[];
  return new Map(volumes.map(({ Name, Size }) => [Name, bytesOf(Size)]));
}

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];

/** `1.926kB`, as Docker writes a size: four digits are left of it. */
function bytesOf(size: string): number | undefined {
  const [, number = "", unit = ""] = /^([\d.e+]+)([a-zA-Z]+)$/.exec(size) ?? [];
  const power = UNITS.indexOf(unit);
  return power < 0 ? undefined : Math.round(Number(number) * 1000 ** power);
}
