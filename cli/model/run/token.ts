import { lazy } from "../../../constructs/shared/lazy";
import { MODEL_TOKEN, secretSources } from "../../../constructs/shared/secret-sources";
import type { Project } from "../../../engine/project";
import type { DeployedModel } from "../deployed-model";
import { durationText } from "./duration";

const commands = lazy<typeof import("../../../engine/secret-commands/command-secrets")>(() =>
  require("../../../engine/secret-commands/command-secrets"),
);

/**
 * The token for the authorization step: the shell's, or what the file's command prints. Undefined without either.
 *
 * @param print gets a line when the command takes long
 */
export async function tokenFor(
  project: Project,
  { file, settings }: Pick<DeployedModel, "file" | "settings">,
  environment: NodeJS.ProcessEnv,
  print: (line: string) => void,
): Promise<string | undefined> {
  const exported = environment[MODEL_TOKEN];
  const sources = exported ? [] : secretSources(settings).filter(({ name }) => name === MODEL_TOKEN);
  const printed =
    sources.length === 0 ? {} : await commands.commandSecrets(project, { file, sources }, environment, print);
  const token = exported || printed[MODEL_TOKEN];
  if (token !== undefined) refuseExpired(token, Date.now());
  return token;
}

/** A JSON web token has its expiry in it. The message shows nothing of the token. */
export function refuseExpired(token: string, now: number): void {
  const end = expiry(token);
  if (end === undefined || end > now) return;
  throw new Error(
    `${MODEL_TOKEN} must be a token that is still valid, got one that expired ${durationText(now - end)} ago; sign in again`,
  );
}

function expiry(token: string): number | undefined {
  try {
    const { exp } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as {
      readonly exp?: unknown;
    };
    return typeof exp === "number" ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}

/** A text of another program with its tokens masked: programs log their arguments. */
export function withoutTokens(text: string): string {
  return text.replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, "***");
}
