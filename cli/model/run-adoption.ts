import { messageOf } from "../../app/problem";
import { adoptModels } from "../../engine/adoption/adopt";
import { type Candidate, isCandidate, type Verdict } from "../../engine/adoption/verdict";
import { colors as pc } from "../../engine/colors";
import type { Project } from "../../engine/project";
import { placeText } from "../../engine/states/place";
import { namedEnvironment, namedWorkspace, namesOf } from "../../engine/workspace-named";
import { exitCodeOf } from "../not-approved";
import { ask, stateUnlockApproval } from "../plan/approval";
import { tableText } from "../table";
import { Quiet } from "./quiet";
import { obstacleLine, refusalsOf, verdictText } from "./verdict-text";

/** How models are adopted. */
export interface AdoptOptions {
  /** Whether all are that can be. @default false */
  readonly all?: boolean;
  /** Whether nothing is written. @default false */
  readonly check?: boolean;
  /** Whether nobody is asked. @default false */
  readonly autoApprove?: boolean;
  /** Whether a lock is freed without a question. @default false */
  readonly freeLock?: boolean;
  /** Whether standard output is for programs. @default false */
  readonly json?: boolean;
}

/** Ends a check: the verdicts have been told. */
class Checked extends Error {}

/** Adopts models, and says what was done. */
export async function runAdoption(project: Project, names: readonly string[], options: AdoptOptions): Promise<void> {
  const { all = false, check = false, autoApprove = false, freeLock = false, json = false } = options;
  const print = (line: string) => (json ? console.error(line) : console.log(line));
  const tell = (value: object) => json && console.log(JSON.stringify(value));
  const done: string[] = [];
  const summary = (more: object) => tell({ type: "summary", action: "adopt", adopted: done, ...more });
  const approve = async (verdicts: readonly Verdict[]) => {
    quiet.forget();
    for (const each of verdicts) tell(verdictData(each));
    print(verdictTable(verdicts));
    for (const { workspace, obstacles } of verdicts) {
      for (const obstacle of obstacles) print(obstacleLine(workspace, obstacle));
    }
    const reasons = refusalsOf(verdicts, all);
    if (reasons.length > 0) throw new Error([...reasons, "nothing was written"].join("\n"));
    if (check) throw new Checked();
    const candidates = verdicts.filter(isCandidate);
    if (candidates.length === 0 || autoApprove) return;
    const [first] = candidates;
    const what = candidates.length === 1 ? `Adopt ${first?.workspace}?` : `Adopt ${candidates.length} models?`;
    await ask({ workspace: candidates.map(({ workspace }) => workspace).join(", "), what });
  };
  const approveUnlock = stateUnlockApproval({ freeLock, print });
  const quiet = new Quiet(print);
  const adopted = ({ workspace, moved }: Candidate) => {
    quiet.forget();
    done.push(workspace);
    tell({ type: "adopted", workspace, moved });
    print(pc.green(`${workspace} adopted: ${moved} resources moved in the state, none was changed`));
  };
  try {
    const workspaces = chosen(project, names, all);
    const how = { environment: process.env, print: quiet.print, approve, approveUnlock, adopted };
    await adoptModels(project, workspaces, how);
    summary({ exitCode: 0 });
    if (done.length === 0) print("nothing was left to adopt");
  } catch (error) {
    if (error instanceof Checked) return void summary({ exitCode: 0 });
    quiet.tell();
    summary({ error: (error as Error).message, exitCode: exitCodeOf(error) });
    throw error;
  }
}

/** The workspaces that are meant. All that is wrong with their files is said at once. */
function chosen(project: Project, names: readonly string[], all: boolean): string[] {
  if (all && names.length > 0) {
    throw new Error(`--all must be without a workspace, got ${names.join(", ")}; leave one of them out`);
  }
  const workspaces = project.workspaces();
  const wanted = all ? namesOf(project, "model", workspaces) : [...new Set(names)];
  // Without a name, it is the only one.
  if (wanted.length === 0) return [namedEnvironment(project, "model", undefined).name];
  const problems = wanted.flatMap((name) => namedWorkspace(project, "model", name, workspaces).problems);
  if (problems.length > 0) throw new Error(problems.map(messageOf).join("\n"));
  return wanted;
}

function verdictTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map((verdict) => {
    const { workspace, place, generation, moved } = verdict;
    return [workspace, placeText(place), generation ?? "", generation === undefined ? "" : moved, verdictText(verdict)];
  });
  return tableText(["workspace", "state", "generation", "to move", "verdict"], rows);
}

function verdictData(verdict: Verdict): object {
  const { workspace, place, kind, generation = null, moved, obstacles } = verdict;
  const isClean = kind === "old" && obstacles.length === 0;
  return { type: "verdict", workspace, state: placeText(place), kind, generation, moved, obstacles, isClean };
}
