import { join } from "node:path";
import { withVariables } from "../../engine/variables";
import { sandboxVariables } from "../../sandbox/environment";

const props = { project: "/project", url: "http://127.0.0.1:4599", region: "eu-west-3" };

describe("sandboxVariables", () => {
  test("names the sandbox for Terraform, the SDKs and cdktf, and nothing of the caller's AWS", () => {
    expect(sandboxVariables({ ...props, environment: {} })).toEqual({
      AWS_PROFILE: undefined,
      AWS_DEFAULT_PROFILE: undefined,
      AWS_SESSION_TOKEN: undefined,
      AWS_ROLE_ARN: undefined,
      AWS_WEB_IDENTITY_TOKEN_FILE: undefined,
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: undefined,
      AWS_USE_FIPS_ENDPOINT: undefined,
      AWS_USE_DUALSTACK_ENDPOINT: undefined,
      TF_WORKSPACE: undefined,
      AWS_ENDPOINT_URL: "http://127.0.0.1:4599",
      AWS_ACCESS_KEY_ID: "sandbox",
      AWS_SECRET_ACCESS_KEY: "sandbox",
      AWS_REGION: "eu-west-3",
      AWS_DEFAULT_REGION: "eu-west-3",
      AWS_EC2_METADATA_DISABLED: "true",
      DIGITALOCEAN_API_URL: "http://127.0.0.1:4599/slipway-digitalocean/",
      DIGITALOCEAN_TOKEN: "sandbox",
      DIGITALOCEAN_ACCESS_TOKEN: "sandbox",
      SPACES_ENDPOINT_URL: "http://localhost:4599",
      SPACES_ACCESS_KEY_ID: "sandbox",
      SPACES_SECRET_ACCESS_KEY: "sandbox",
      SLIPWAY_STATE_DIR: join("/project", ".sandbox", "state"),
      TF_DATA_DIR: ".terraform-sandbox",
      CHECKPOINT_DISABLE: "1",
      DISABLE_VERSION_CHECK: "1",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    });
  });

  test.each([
    ["http://[::1]:4599", "http://localhost:4599"],
    ["http://192.0.2.7:4599", "http://192.0.2.7:4599"],
  ])("reaches Spaces of %s at %s", (url, spaces) => {
    expect(sandboxVariables({ ...props, url, environment: {} }).SPACES_ENDPOINT_URL).toBe(spaces);
  });

  test("unsets the endpoint of a single service, which would win over the sandbox's", () => {
    const environment = { AWS_ENDPOINT_URL_S3: "https://s3.example.org", PATH: "/bin" };
    const variables = sandboxVariables({ ...props, environment, providers: { TF_CLI_CONFIG_FILE: "/x" } });
    const child = withVariables({ ...environment, AWS_PROFILE: "work" }, variables);
    expect(child).toMatchObject({ PATH: "/bin", TF_CLI_CONFIG_FILE: "/x", AWS_ENDPOINT_URL: "http://127.0.0.1:4599" });
    expect(Object.keys(child)).not.toContain("AWS_ENDPOINT_URL_S3");
    expect(Object.keys(child)).not.toContain("AWS_PROFILE");
  });
});
