import type { DescribeStateMachineCommandOutput } from "@aws-sdk/client-sfn";
import type { DeployedModel } from "../deployed-model";

/** The definition that a model's state machine has. Its name says its ARN: no list of machines is read, however many an account has. */
export async function deployedDefinition(model: DeployedModel): Promise<unknown> {
  const { DescribeStateMachineCommand } = await import("@aws-sdk/client-sfn");
  const sfn = await model.sfn();
  const { stateMachineArn } = model;
  const machine: DescribeStateMachineCommandOutput = await model.answered(machineOf(model), () =>
    sfn.send(new DescribeStateMachineCommand({ stateMachineArn })),
  );
  return JSON.parse(machine.definition ?? "null") as unknown;
}

/** Gives a model's state machine another definition; runs that go on keep theirs. */
export async function updateDefinition(model: DeployedModel, definition: string): Promise<void> {
  const { UpdateStateMachineCommand } = await import("@aws-sdk/client-sfn");
  const sfn = await model.sfn();
  const { stateMachineArn } = model;
  await model.answered(machineOf(model), () =>
    sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition })),
  );
}

/** As messages name it. */
export function machineOf({ stateMachineName }: DeployedModel): string {
  return `the state machine ${stateMachineName}`;
}
