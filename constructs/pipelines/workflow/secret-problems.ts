import { type Parts, type Problem, partsOf } from "../../shared/rules";
import { secretsBelow, secretsInLines } from "../../shared/secret-problems";

const ADVICE = "put it into a secret of the cluster, and name it in secrets";

/** Secrets in what Pachyderm, Argo Workflows and the state keep of a pipeline. */
export function plainSecrets(pipeline: unknown): Problem[] {
  const { description, environment, command, script, errorCommand, errorScript, egress, podPatch }: Parts =
    partsOf(pipeline);
  return [
    ...secretsBelow("description", description, ADVICE),
    ...secretsBelow("environment", environment, ADVICE),
    ...secretsBelow("command", command, ADVICE),
    ...secretsInLines("script", script, ADVICE),
    ...secretsBelow("errorCommand", errorCommand, ADVICE),
    ...secretsInLines("errorScript", errorScript, ADVICE),
    ...secretsBelow("egress", egress, ADVICE),
    ...secretsBelow("podPatch", podPatch, ADVICE),
  ];
}
