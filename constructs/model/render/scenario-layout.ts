import { distance } from "fastest-levenshtein";
import { COMMON } from "./scenario-names";

/** What a model reads of a scenario, each optional. */
const INPUTS = [
  "inputs/pt/links.geojson",
  "inputs/pt/nodes.geojson",
  "inputs/road/links.geojson",
  "inputs/road/nodes.geojson",
  "inputs/od/od.geojson",
  "inputs/params.json",
] as const;

/** What is read of the shared files. */
const SHARED = ["modelConfig.json", "steps.json"] as const;

/** What runs write: its names are theirs. */
const WRITTEN = /^(outputs?|logs)\//;

/** Folders in which an input lies one level off. */
const FOLDERS = ["", "inputs", ...["pt", "road", "od"].flatMap((mode) => [mode, `inputs/${mode}`])];

/** So many letters may be wrong for a name to be nearly right. */
const SLIPS = 2;

/** The files of a scenario that are read at fixed places. */
function knownFiles(scenario: string): readonly string[] {
  return scenario === COMMON ? SHARED : INPUTS;
}

/** Whether a file must be JSON. */
export function isJson(scenario: string, path: string): boolean {
  if (WRITTEN.test(path)) return false;
  return path.endsWith(".geojson") || knownFiles(scenario).includes(path);
}

/**
 * Files that are nearly where a model looks for them, while the right one is not there: `<path> must …, got …; …`.
 *
 * @param paths of all files of the scenario
 */
export function layoutProblems(scenario: string, paths: readonly string[]): string[] {
  const absent = knownFiles(scenario).filter((path) => !paths.includes(path));
  return paths.flatMap((path) => {
    if (knownFiles(scenario).includes(path) || WRITTEN.test(path)) return [];
    const meant = meantBy(path, absent);
    if (meant.length === 0) return [];
    return [`${path} must be ${meant.join(" or ")} for the model to read it, got another name; rename it`];
  });
}

function meantBy(path: string, absent: readonly string[]): readonly string[] {
  const lower = path.toLowerCase();
  const alike = absent.filter((known) => isAlike(lower, known.toLowerCase()));
  if (alike.length > 0) return alike;
  const inside = absent.filter((known) => lower.endsWith(`/${known.toLowerCase()}`));
  if (inside.length > 0) return inside;
  const { folder, name } = partsOf(lower);
  if (!FOLDERS.includes(folder)) return [];
  const named = absent.filter((known) => partsOf(known.toLowerCase()).name === name);
  const below = named.filter((known) => known.toLowerCase().endsWith(`/${lower}`));
  return below.length > 0 ? below : named;
}

/** The same name with a slip, another case or another ending. A number after it makes a name of its own: `od2.geojson`. */
function isAlike(path: string, known: string): boolean {
  if (path === known) return true;
  if (path.replace(/[_-]?\d+(?=\.[^/]*$)/, "") === known) return false;
  const stem = (each: string) => each.replace(/\.[^/]*$/, "");
  return distance(path, known) <= SLIPS || stem(path) === stem(known);
}

function partsOf(path: string): { readonly folder: string; readonly name: string } {
  const at = path.lastIndexOf("/");
  return { folder: path.slice(0, Math.max(at, 0)), name: path.slice(at + 1) };
}
