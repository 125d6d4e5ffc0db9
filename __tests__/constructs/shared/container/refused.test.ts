import type { ContainerProps } from "../../../../constructs/shared/container";
import { made, template } from "./made";
import { REFUSED } from "./refused";
import { said } from "./sentences";

test.each(REFUSED)("a container is refused for %s", (_, props, message) => {
  let thrown = "";
  try {
    template(props as Partial<ContainerProps>);
  } catch (error) {
    thrown = (error as Error).message;
  }
  expect(thrown).toBe(`[test/App] ${message}`);
});

test("everything that is wrong is said at once, also what is wrong between settings that are right", () => {
  const props = { memoryMiB: 5, ports: [{ internal: 80 }], network: "host", environment: { API_KEY: "hunter2" } };
  expect(() => template(props as Partial<ContainerProps>)).toThrow(
    [
      `[test/App] ${said("memoryMiB", "memoryOfContainer", "5")}`,
      `[test/App] ${said("ports", "portsOfHostNetwork")}`,
      `[test/App] ${said("environment.API_KEY", "secret", "a text of 7 characters")}`,
    ].join("\n"),
  );
});

test("a message shows no secret", () => {
  const secrets = REFUSED.filter(([what]) => /secret|key in/.test(what)).map(([, , message]) => message);
  expect(secrets.length).toBeGreaterThan(5);
  expect(secrets.join()).not.toMatch(/hunter|AKIA/);
});

test.each<[string, Partial<ContainerProps>]>([
  ["a file's path", { environment: { POSTGRES_PASSWORD_FILE: "/run/secrets/password" } }],
  ["how a secret is treated", { environment: { ALLOW_EMPTY_PASSWORD: "yes", DB_PASSWORD: "" } }],
  ["an address whose password is a variable", { command: ["run", "postgres://me:${PASSWORD}@db/lab"] }],
  ["a name that only resembles one", { environment: { TOKEN_URL: "https://lab/token", KEYS: "a" } }],
])("%s is no secret", (_, props) => expect(() => made(props)).not.toThrow());

test("what only Terraform knows is no secret that is written down, and hides none beside it", () => {
  const value = "${TfToken[TOKEN.0]}";
  expect(() => template({ environment: { API_TOKEN: value } })).not.toThrow(/API_TOKEN/);
  expect(() => template({ environment: { API_TOKEN: value, API_KEY: "hunter2" } })).toThrow(
    /API_KEY must hold no secret/,
  );
});
