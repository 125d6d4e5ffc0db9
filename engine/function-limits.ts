import { awsSettings } from "./aws-settings";

/** A function, as far as an account may limit it. */
export interface LimitedFunction {
  /** For messages: a stack, or a workspace. */
  readonly where: string;
  readonly memoryMiB: number;
  /** @default - none is reserved */
  readonly reserved?: number;
}

/** What an account allows in a region, or why that is not known. */
export type FunctionLimits = { readonly concurrent: number } | { readonly unknown: string };

/** The memory limit of many new accounts, which no API reports. */
const USUAL_MEMORY = 3008;
/** The limit of an account that is not new. */
const USUAL_CONCURRENCY = 1000;
/** How many Lambda keeps for functions that reserve none. */
const KEPT_FREE = 100;

/** Whether an account's limits may prevent a function. */
export function mayBeLimited({ memoryMiB, reserved = 0 }: LimitedFunction): boolean {
  return memoryMiB > USUAL_MEMORY || reserved > 0;
}

/**
 * Asks Lambda what the account allows. Without credentials, or the permission to ask, it returns why.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html
 */
export async function functionLimits(environment: NodeJS.ProcessEnv, region: string): Promise<FunctionLimits> {
  const { GetAccountSettingsCommand, LambdaClient } = await import("@aws-sdk/client-lambda");
  const client = new LambdaClient({ ...awsSettings("LAMBDA", environment, region), maxAttempts: 2 });
  try {
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
    const concurrent = AccountLimit?.ConcurrentExecutions;
    return concurrent === undefined ? { unknown: "no answer of Lambda's" } : { concurrent };
  } catch (error) {
    return { unknown: (error as Error).name };
  } finally {
    client.destroy();
  }
}

/** Why an account's limits may refuse a function, which Lambda reports only when everything else is made. */
export function limitWarnings(fn: LimitedFunction, limits: FunctionLimits): string[] {
  if (!mayBeLimited(fn)) return [];
  if ("unknown" in limits) {
    const what = [
      ...(fn.memoryMiB > USUAL_MEMORY ? [`memory above ${USUAL_MEMORY} MiB`] : []),
      ...((fn.reserved ?? 0) > 0 ? ["reserved concurrency"] : []),
    ].join(" and ");
    const advice = "your credentials need lambda:GetAccountSettings to look it up";
    return [`${fn.where}: the account may not allow ${what}, its limits are unknown (${limits.unknown}); ${advice}`];
  }
  return [...memoryWarning(fn, limits.concurrent), ...reservedWarning(fn, limits.concurrent)];
}

function memoryWarning({ where, memoryMiB }: LimitedFunction, concurrent: number): string[] {
  if (memoryMiB <= USUAL_MEMORY || concurrent >= USUAL_CONCURRENCY) return [];
  return [
    `${where}: the account allows ${concurrent} concurrent executions, as new ones do, and may refuse memory above ` +
      `${USUAL_MEMORY} MiB, got ${memoryMiB}; ask AWS Support for more, or deploy with ${USUAL_MEMORY}`,
  ];
}

function reservedWarning({ where, reserved = 0 }: LimitedFunction, concurrent: number): string[] {
  const most = Math.max(concurrent - KEPT_FREE, 0);
  if (reserved <= most) return [];
  return [
    `${where}: reserved concurrency must leave ${KEPT_FREE} of the account's ${concurrent} concurrent executions free, ` +
      `got ${reserved}; ` +
      (most === 0
        ? "leave it out, or ask AWS Support for more"
        : `reserve at most ${most}, or ask AWS Support for more`),
  ];
}
