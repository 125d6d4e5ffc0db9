import { account } from "../../../cli/doctor/account";
import { region, shellRegion } from "../../../cli/doctor/region";
import { said } from "../sentences";
import { CALLER, FakeServer, Machine, refusal } from "./machine";

const before = { ...process.env };
const KEYS = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE0", AWS_SECRET_ACCESS_KEY: "not-a-real-secret" };
const SIGN_IN = expect.stringMatching(/^name a profile \(AWS_PROFILE\), sign in/);

let machine: Machine;
let server: FakeServer;
beforeEach(async () => {
  machine = new Machine();
  server = new FakeServer();
  await server.listen();
});
afterEach(async () => {
  process.env = { ...before };
  machine.remove();
  await server.close();
});

/** The shell of a person who has only these; the SDK reads the process's own. */
function shell(variables: NodeJS.ProcessEnv) {
  const none = { AWS_EC2_METADATA_DISABLED: "true", AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
  const { environment, folder } = machine.surroundings({}, { ...none, ...variables });
  process.env = { ...environment };
  return { environment, folder };
}

describe("the account", () => {
  const at = () => ({ AWS_ENDPOINT_URL: `http://${server.address}`, ...KEYS });
  const wanting = (accountId?: string) =>
    [
      { domain: "model", workspace: "quetzal-oslo", environment: { ...(accountId && { accountId }) } },
      { workspace: "quetzal-broken" },
    ] as never;
  const look = (variables: NodeJS.ProcessEnv, accountId?: string) => account(shell(variables), wanting(accountId));

  test("is told with where it was asked, and held against the environments'", async () => {
    server.answer = { status: 200, body: CALLER };
    const found = said(
      "",
      "accountElsewhere",
      "111122223333",
      "arn:aws:iam::111122223333:user/ada",
      `http://${server.address}`,
    );
    expect(await look(at())).toEqual({ name: "account", state: "ok", found });
    expect(await look(at(), "111122223333")).toEqual({ name: "account", state: "ok", found });
    expect(await look(at(), "999988887777")).toEqual({
      name: "account",
      state: "warning",
      found,
      remedy:
        "Terraform will refuse to deploy quetzal-oslo (accountId 999988887777) with these credentials; use some of that account",
    });
  });

  test.each([
    ["InvalidClientTokenId", "The token is invalid", "The token is invalid", SIGN_IN],
    ["ExpiredToken", "The token expired", "The token expired", expect.stringMatching(/^they are old: name a profile/)],
    // A service may repeat what it got.
    ["SignatureDoesNotMatch", "AKIDEXAMPLE0 with not-a-real-secret", "*** with ***", SIGN_IN],
  ])("may not be accepted: %s", async (code, message, told, remedy) => {
    server.answer = { status: 403, body: refusal(code, message) };
    const found = `credentials that are not accepted: ${told}`;
    expect(await look(at())).toEqual({ name: "account", state: "problem", found, remedy });
  });

  test("may be nobody's", async () => {
    expect(await look({})).toEqual({ name: "account", state: "warning", found: "no credentials", remedy: SIGN_IN });
  });

  test("may be that of a profile which is not there", async () => {
    const found = 'profile "lab" gives no credentials';
    expect(await look({ AWS_PROFILE: "lab" })).toEqual({ name: "account", state: "problem", found, remedy: SIGN_IN });
  });

  test("is not known when nobody answers", async () => {
    expect(await look({ ...KEYS, AWS_ENDPOINT_URL: "http://127.0.0.1:9" })).toEqual({
      name: "account",
      state: "problem",
      found: expect.stringMatching(/^no answer from http:\/\/127\.0\.0\.1:9: .*ECONNREFUSED/),
      remedy: "slipway sandbox up, or unset AWS_ENDPOINT_URL (a new shell for AWS)",
    });
  });

  test("is not waited for long", async () => {
    // It takes the connection and says nothing.
    jest.spyOn(server, "respond").mockImplementation(() => {});
    const begun = Date.now();
    const finding = await look(at());
    expect(finding).toMatchObject({ state: "problem", found: expect.stringMatching(/^no answer from http:/) });
    expect(Date.now() - begun).toBeLessThan(8_000);
  }, 10_000);
});

describe("the region", () => {
  const workspaces = [
    { domain: "model", environment: { region: "eu-north-1" } },
    { domain: "model", environment: { region: "eu-north-1" } },
    {},
  ] as never;

  test.each([
    [{ AWS_REGION: "us-east-1", AWS_DEFAULT_REGION: "us-west-2" }, "us-east-1 (AWS_REGION)"],
    [{ AWS_DEFAULT_REGION: "us-west-2" }, "us-west-2 (AWS_DEFAULT_REGION)"],
    [{ AWS_PROFILE: "lab" }, "eu-west-1 (profile lab)"],
    [{}, "not set"],
  ])("of a shell with %j", async (variables: NodeJS.ProcessEnv, said) => {
    const AWS_CONFIG_FILE = machine.write("config", "[profile lab]\nregion = eu-west-1\n");
    const { environment } = shell({ AWS_CONFIG_FILE, ...variables });
    const told = await shellRegion(environment);
    expect(region(told, workspaces)).toEqual({
      name: "region",
      state: "ok",
      found: `eu-north-1, as the environments say; the shell's is ${said}`,
    });
    expect(region(told, []).found).toBe(`the shell's is ${said}`);
  });
});
