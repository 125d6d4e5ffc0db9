import { sandboxFolder } from "../engine/folders";
import type { Variables } from "../engine/variables";

/** Of the caller's own AWS and Terraform: with one of them set, a command would reach past the sandbox or fail. */
const IN_THE_WAY = [
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_SESSION_TOKEN",
  "AWS_ROLE_ARN",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
  "AWS_USE_FIPS_ENDPOINT",
  "AWS_USE_DUALSTACK_ENDPOINT",
  "TF_WORKSPACE",
];

export interface SandboxVariablesProps {
  readonly project: string;
  /** The server's address, as `up` and `status` say it. */
  readonly url: string;
  readonly region: string;
  /** What is set now: variables that would be in the way are unset. */
  readonly environment: NodeJS.ProcessEnv;
  /** Those of `providerSettings`. @default - none */
  readonly providers?: Variables;
}

/** What makes Terraform, cdktf and the SDKs of AWS and DigitalOcean use the sandbox instead. */
export function sandboxVariables({
  project,
  url,
  region,
  environment,
  providers = {},
}: SandboxVariablesProps): Variables {
  const endpoints = Object.keys(environment).filter((name) => name.startsWith("AWS_ENDPOINT_URL_"));
  return {
    ...Object.fromEntries([...IN_THE_WAY, ...endpoints.sort()].map((name) => [name, undefined])),
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: "sandbox",
    AWS_SECRET_ACCESS_KEY: "sandbox",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
    DIGITALOCEAN_API_URL: `${url}/slipway-digitalocean/`,
    DIGITALOCEAN_TOKEN: "sandbox",
    DIGITALOCEAN_ACCESS_TOKEN: "sandbox",
    SPACES_ENDPOINT_URL: spacesUrl(url),
    SPACES_ACCESS_KEY_ID: "sandbox",
    SPACES_SECRET_ACCESS_KEY: "sandbox",
    SLIPWAY_STATE_DIR: sandboxFolder(project).state,
    // In a stack's folder: Terraform notes there which state it uses, and will not go to another on its own.
    TF_DATA_DIR: ".terraform-sandbox",
    CHECKPOINT_DISABLE: "1",
    DISABLE_VERSION_CHECK: "1",
    // The AWS SDK's notice on Node 20 would stand in each deployment's log.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    ...providers,
  };
}

/** DigitalOcean's provider puts a bucket's name before the host, always: an address must become a name. */
function spacesUrl(url: string): string {
  const { hostname, port } = new URL(url);
  return ["127.0.0.1", "[::1]"].includes(hostname) ? `http://localhost:${port}` : url;
}
