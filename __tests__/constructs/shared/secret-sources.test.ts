import { secretSourceProblems, secretSources } from "../../../constructs/shared/secret-sources";
import { sentencesOf } from "../../support/sentences";

const { said } = sentencesOf({});

const PASS = ["pass", "show", "lab/a"];
const OTHER = ["op", "read", "op://lab/a"];

describe("the secrets of an environment file that commands print", () => {
  test("stand where a container, a worker or a secret of a cluster has variables, and in the token", () => {
    const file = {
      digitalocean: { token: { command: PASS } },
      services: { nmpi: { secretEnvironment: { A: { variable: "a", command: PASS }, B: { variable: "b" } } } },
      hosts: [{ agents: [{ secretEnvironment: { C: { variable: "c", command: OTHER } } }] }],
      workers: { secretEnvironment: { D: { variable: "d", command: OTHER } } },
      secrets: { license: { values: { key: { variable: "e", command: PASS } } } },
    };
    expect(secretSources(file)).toEqual([
      { path: "digitalocean.token.command", name: "DIGITALOCEAN_TOKEN", command: PASS },
      { path: "services.nmpi.secretEnvironment.A.command", name: "TF_VAR_a", command: PASS },
      { path: "hosts[0].agents[0].secretEnvironment.C.command", name: "TF_VAR_c", command: OTHER },
      { path: "workers.secretEnvironment.D.command", name: "TF_VAR_d", command: OTHER },
      { path: "secrets.license.values.key.command", name: "TF_VAR_e", command: PASS },
    ]);
  });

  test("are none where settings only look alike", () => {
    const alike = { variable: "a", command: PASS };
    expect(secretSources({ agents: [{ arguments: alike, labels: alike }], services: { nmpi: alike } })).toEqual([]);
  });

  test.each([[undefined], [null], ["a"], [[]], [{ digitalocean: 1 }], [{ secretEnvironment: { A: null, B: 5 } }]])(
    "are none in %j",
    (value) => expect(secretSources(value)).toEqual([]),
  );

  test("are found once in what refers to itself", () => {
    const file: Record<string, unknown> = { secretEnvironment: { A: { variable: "a", command: PASS } } };
    file.self = file;
    expect(secretSources(file)).toHaveLength(1);
  });

  test("have one command for each variable", () => {
    const pair = (command: readonly string[]) => ({
      services: {
        nmpi: { secretEnvironment: { A: { variable: "a", command: PASS } } },
        quotas: { secretEnvironment: { A: { variable: "a", command } } },
        docs: { secretEnvironment: { A: { variable: "a" } } },
      },
    });
    expect(secretSourceProblems(pair([...PASS]))).toEqual([]);
    const [problem, ...more] = secretSourceProblems(pair(OTHER));
    expect(more).toEqual([]);
    expect(`${problem?.path} ${problem?.message}`).toBe(
      said(
        "services.quotas.secretEnvironment.A.command",
        "secretCommandTwice",
        "services.nmpi.secretEnvironment.A.command",
        '["op","read","op://lab/a"]',
      ),
    );
  });
});
