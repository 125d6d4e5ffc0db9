import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type IResolvable, Lazy, Token } from "cdktf";
import type { IConstruct } from "constructs";
import { awsProviderOf } from "./aws-place";
import { refuseAtSynthesis } from "./check-props";
import { given } from "./given";
import { literal } from "./literal";
import { providerOf } from "./provider";
import type { ToldProvider } from "./render/told-provider";
import type { Problem } from "./rules";

/** Settings of a provider of AWS for a program that Terraform runs while it applies. */
export interface ProgramProvider {
  /** For the input of its `terraform_data`. */
  readonly input: Readonly<Record<string, string>>;
  /** For the environment of the program, also when it runs on destroy. */
  readonly environment: Readonly<Record<string, string>>;
}

const KEYS = ["accessKey", "secretKey", "token"] as const;

/**
 * Lets a program act as the provider does that makes the resources of a construct: with its profile, its roles and its endpoints. A
 * default provider with none of these passes nothing on: the program finds credentials as the provider does. Keys in a provider
 * block are refused: what a program needs on destroy lies in the state.
 *
 * @param account whose the program's credentials must be @default - not told
 */
export function programProvider(scope: IConstruct, account?: string): ProgramProvider {
  const told = () => toldText(scope, account);
  refuseAtSynthesis(scope, () => problemsOf(awsProviderOf(scope)));
  // Where an older state has no settings, a destroy finds none.
  const found = () => (told() === undefined ? undefined : '${try(self.input.provider, "")}');
  return {
    input: { provider: Lazy.stringValue({ produce: told }) },
    environment: { PROVIDER: Lazy.stringValue({ produce: found }) },
  };
}

/** Read when the stack is synthesized: a stack's provider may come after what it makes. */
function toldText(scope: IConstruct, account: string | undefined): string | undefined {
  const provider = awsProviderOf(scope);
  if (provider === undefined) return undefined;
  const told = { ...given({ account }), ...settingsOf(provider) };
  const isOwn = providerOf(scope, "aws") !== undefined;
  return !isOwn && Object.keys(told).length === 0 ? undefined : literal(JSON.stringify(told));
}

function settingsOf(provider: AwsProvider): ToldProvider {
  const { profile, stsRegion, sharedConfigFiles, sharedCredentialsFiles } = provider;
  const { useFipsEndpoint, useDualstackEndpoint } = provider;
  const [assumeRoleWithWebIdentity] = listOf(provider.assumeRoleWithWebIdentity);
  const assumeRole = listOf(provider.assumeRole);
  const { ecr, s3, sts } = Object.assign({}, ...listOf(provider.endpoints)) as Record<string, string | undefined>;
  const endpoints = given({ ecr, s3, sts });
  return given({
    profile,
    stsRegion,
    sharedConfigFile: sharedConfigFiles?.[0],
    sharedCredentialsFile: sharedCredentialsFiles?.[0],
    assumeRole: assumeRole.length === 0 ? undefined : assumeRole.map(given),
    assumeRoleWithWebIdentity: assumeRoleWithWebIdentity && given(assumeRoleWithWebIdentity),
    endpoints: Object.keys(endpoints).length === 0 ? undefined : endpoints,
    useFipsEndpoint: useFipsEndpoint === true ? true : undefined,
    useDualstackEndpoint: useDualstackEndpoint === true ? true : undefined,
  }) as ToldProvider;
}

/** Said with all others of the stack, when it is synthesized. */
function problemsOf(provider: AwsProvider | undefined): Problem[] {
  if (provider === undefined) return [];
  const keys = KEYS.filter((name) => provider[name] !== undefined).map((name) => ({
    path: `provider.${name}`,
    message:
      "must be left out for the program that Terraform runs, got a value; it would lie in the state: use AWS_PROFILE, AWS_ACCESS_KEY_ID, profile or assumeRole",
  }));
  const tokens = listOf(provider.assumeRoleWithWebIdentity).filter((each) => each.webIdentityToken !== undefined);
  const files = (["sharedConfigFiles", "sharedCredentialsFiles"] as const).filter(
    (name) => (provider[name]?.length ?? 0) > 1,
  );
  const unknown = (["assumeRole", "assumeRoleWithWebIdentity", "endpoints"] as const).filter((name) =>
    Token.isUnresolved(provider[name]),
  );
  return [
    ...keys,
    ...tokens.map(() => ({
      path: "provider.assumeRoleWithWebIdentity.webIdentityToken",
      message:
        "must be left out for the program that Terraform runs, got a value; it would lie in the state: use webIdentityTokenFile",
    })),
    ...files.map((name) => ({
      path: `provider.${name}`,
      message: `must name one file for the program that Terraform runs, got ${provider[name]?.length}; the AWS SDK reads one`,
    })),
    ...unknown.map((name) => ({
      path: `provider.${name}`,
      message:
        "must be written in the stack for the program that Terraform runs, got an expression; expressions may stand in its values",
    })),
  ];
}

/** A list of blocks that is no expression. */
function listOf<T>(blocks: readonly T[] | IResolvable | undefined): readonly T[] {
  return Array.isArray(blocks) ? (blocks as readonly T[]) : [];
}
