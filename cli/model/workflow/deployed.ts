import type { DeployedModel } from "../deployed-model";

/** The text of the definition that a model's state machine has. The ARN is known: no list of machines is read. */
export async function deployedText(model: DeployedModel): Promise<string> {
  const { DescribeStateMachineCommand } = await import("@aws-sdk/client-sfn");
  const sfn = await model.sfn();
  const { stateMachineArn } = model;
  const { definition = "null" } = await model.answered(machineName(model), () =>
    sfn.send(new DescribeStateMachineCommand({ stateMachineArn })),
  );
  return definition;
}

/** The same, as a value. */
export async function deployedDefinition(model: DeployedModel): Promise<unknown> {
  return JSON.parse(await deployedText(model)) as unknown;
}

/** Gives a model's state machine another definition; runs that have begun keep theirs. */
export async function updateDefinition(model: DeployedModel, definition: string): Promise<void> {
  const { UpdateStateMachineCommand } = await import("@aws-sdk/client-sfn");
  const sfn = await model.sfn();
  const { stateMachineArn } = model;
  await model.answered(machineName(model), () =>
    sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition })),
  );
}

/** As messages name it. */
export function machineName({ stateMachineName }: DeployedModel): string {
  return `the state machine ${stateMachineName}`;
}
