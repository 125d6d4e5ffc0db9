import { denied } from "../denied";
import { tokenRefused } from "../digitalocean-token";
import { enginesAway, isOfEngineAway } from "../engine-away";
import { otherAccount } from "../other-account";
import { programHere } from "../program";
import type { Project } from "../project";
import { errorTexts, protectedOf, reasonOf } from "../terraform-events";
import type { TerraformRun } from "../terraform-process";
import type { Action } from "./stack-plan";

/** A stack that could not be planned. */
interface UnplannedStack {
  readonly workspace: string;
  readonly stack: string;
  readonly action: Action;
  readonly environment: NodeJS.ProcessEnv;
}

/** Why there is no plan, and what to do. */
export function planFailure(
  project: Project,
  { stack, action, workspace, environment }: UnplannedStack,
  what: "init" | "plan",
  { code, events }: TerraformRun,
): string {
  const refused = otherAccount(project, stack, { workspace, events });
  if (refused !== undefined) return refused;
  const away = enginesAway(stack, events, { action, workspace });
  if (away !== undefined)
    return [...reasonOf(errorsOf(events).filter((event) => !isOfEngineAway(event))), away].join("\n");
  const token = tokenRefused(stack, events);
  if (token !== undefined) return [...reasonOf(events), token].join("\n");
  const kept = protectedOf(events);
  if (kept.length > 0) {
    const first = project.hasFile(workspace)
      ? ""
      : `put its file back (if it was renamed, slipway rename ${workspace} <new name> moves the state), then `;
    return (
      `${stack}: ${kept.join(", ")} must stay, got a plan that takes it away with what it holds, and nothing was done; ` +
      `if it may go, ${first}say removal: "allowed" in the environment file, run slipway deploy ${workspace}, then slipway ${action} ${workspace} again`
    );
  }
  const reasons = reasonOf(events);
  const reason = [...reasons, ""].join("\n");
  if (reasons.some((line) => NO_CREDENTIALS.test(line))) {
    return (
      `${reason}${stack}: the shell must have credentials that AWS accepts, got none; slipway doctor says what it has. ` +
      'To go on without an account: slipway sandbox up, then eval "$(npx slipway sandbox env)"'
    );
  }
  const forbidden = denied(stack, errorTexts(events), workspace);
  if (forbidden !== undefined) return `${reason}${forbidden}`;
  const endpoint = environment.AWS_ENDPOINT_URL;
  if (endpoint !== undefined && reasons.some((line) => line.includes(endpoint) && /connection refused/.test(line))) {
    return `${reason}${stack}: AWS must answer at ${endpoint}, got nobody there; if that is the sandbox, run slipway sandbox up`;
  }
  if (isNullAway(reasons)) {
    return `${reason}${stack}: the null provider must be found to plan its state, got none; if the older modules have deployed it, run slipway model adopt ${workspace}, which needs none`;
  }
  return `${reason}${stack}: ${programHere().word} ${what} failed, got exit code ${code ?? "none"}; the reason is above`;
}

/** Old states of models have a `null_resource`. */
function isNullAway(reasons: readonly string[]): boolean {
  return (
    /provider packages|Missing required provider/.test(reasons.join(" ")) && /hashicorp\/null\b/.test(reasons.join(" "))
  );
}

function errorsOf(events: TerraformRun["events"]) {
  return events.filter(({ diagnostic }) => diagnostic?.severity === "error");
}

/** What Terraform's provider for AWS, and its backend, say of credentials that are missing, wrong or old. */
const NO_CREDENTIALS = /No valid credential sources|InvalidClientTokenId|ExpiredToken|SSO session has expired/;
