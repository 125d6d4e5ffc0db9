import { homedir } from "node:os";
import { join } from "node:path";
import { accessAs } from "../../../constructs/shared/apply/provider";

const PLACE = { service: "s3", region: "ca-central-1" } as const;
const KEYS = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_SESSION_TOKEN: "c" };

describe("a program that is told of a provider", () => {
  test("does nothing of its own where it is told nothing", async () => {
    const environment = { ...KEYS };
    expect(await accessAs("", PLACE, environment)).toEqual({});
    expect(environment).toEqual(KEYS);
  });

  test("reads the provider's files, and its profile before any keys, as the provider does", async () => {
    const environment: NodeJS.ProcessEnv = { ...KEYS, HOME: "/home/ada" };
    const told = { profile: "lab", sharedConfigFile: "~/lab/config", sharedCredentialsFile: "/lab/credentials" };
    expect(await accessAs(JSON.stringify(told), PLACE, environment)).toEqual({});
    expect(environment).toEqual({
      HOME: "/home/ada",
      AWS_PROFILE: "lab",
      AWS_CONFIG_FILE: join(homedir(), "lab/config"),
      AWS_SHARED_CREDENTIALS_FILE: "/lab/credentials",
    });
  });

  test("calls the provider's endpoints", async () => {
    const told = JSON.stringify({ endpoints: { ecr: "http://a", s3: "http://b" }, useFipsEndpoint: true });
    expect(await accessAs(told, PLACE, {})).toEqual({ endpoint: "http://b", useFipsEndpoint: true });
    expect(await accessAs(told, { ...PLACE, service: "ecr" }, {})).toMatchObject({ endpoint: "http://a" });
  });

  test("says so where it finds no token of a web identity", async () => {
    const told = { assumeRoleWithWebIdentity: { roleArn: "arn", webIdentityTokenFile: "/nowhere/token" } };
    const { credentials } = await accessAs(JSON.stringify(told), PLACE, {});
    await expect(credentials?.()).rejects.toThrow("ENOENT: no such file or directory, open '/nowhere/token'");
  });
});
