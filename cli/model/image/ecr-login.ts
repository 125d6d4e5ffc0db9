import { shown } from "../../../constructs/shared/shown";
import { outputOf } from "../../../engine/process";
import type { DeployedModel } from "../deployed-model";

const PATIENCE_MILLISECONDS = 60_000;

/**
 * Logs Docker in to the registry of a model's account, for twelve hours. The token goes to docker's input: a command line can be seen by
 * everyone on a machine.
 *
 * @returns the registry's name, which is that of AWS, or of the sandbox
 */
export async function ecrLogin(model: DeployedModel): Promise<string> {
  const { GetAuthorizationTokenCommand } = await import("@aws-sdk/client-ecr");
  const client = await model.ecr();
  const { authorizationData = [] } = await model.answered("the registry", () =>
    client.send(new GetAuthorizationTokenCommand({})),
  );
  const [{ authorizationToken = "", proxyEndpoint = "" } = {}] = authorizationData;
  const [user = "", token = ""] = Buffer.from(authorizationToken, "base64").toString("utf8").split(/:(.*)/s);
  const registry = new URL(proxyEndpoint).host;
  const command = ["docker", "login", "--username", user, "--password-stdin", registry];
  const { status, stderr, error } = await outputOf(command, {
    input: token,
    environment: process.env,
    timeoutMilliseconds: PATIENCE_MILLISECONDS,
  });
  if (error?.code === "ENOENT") throw new Error("docker must be installed to push an image, got no such program");
  // A helper for ECR gets tokens itself, and stores none.
  if (status === 0 || /error (saving|storing) credentials/i.test(stderr)) return registry;
  const said = stderr.replaceAll(token, "***").trim().split("\n").at(-1) ?? "";
  throw new Error(`${registry} must accept the token of ECR, got ${shown(said)}; nothing was built: start Docker`);
}
