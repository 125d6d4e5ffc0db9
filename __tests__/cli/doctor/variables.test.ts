import { variables } from "../../../cli/doctor/variables";
import { Machine } from "./machine";

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

describe("variables", () => {
  const OK = [{ state: "ok", found: "none that changes what Terraform does" }];
  const unset = (name: string) => `unset ${name}, unless each deployment is to get it`;
  const PROXY = {
    state: "warning",
    remedy: expect.stringMatching(/^deployments work by a provider mirror/),
  };

  test.each([
    [{}, OK],
    [{ TF_WORKSPACE: "default", TF_CLI_ARGS_plan: "-no-color -parallelism=2 -lock=true -var=a-target=b" }, OK],
    [
      { TF_WORKSPACE: "x" },
      [
        {
          state: "problem",
          found: "TF_WORKSPACE=x",
          remedy: "unset it: the name on the command line is the workspace",
        },
      ],
    ],
    [
      { TF_CLI_ARGS_apply: "-parallelism=2 -auto-approve --target=a.b -target=c.d", TF_CLI_ARGS_plan: "-no-color" },
      [
        {
          state: "warning",
          found: "TF_CLI_ARGS_apply has -auto-approve, --target, -target",
          remedy: unset("TF_CLI_ARGS_apply"),
        },
      ],
    ],
    [
      { TF_CLI_ARGS: "-lock=false", TF_CLI_ARGS_init: "-backend-config=key=other" },
      [
        { state: "warning", found: "TF_CLI_ARGS has -lock=false", remedy: unset("TF_CLI_ARGS") },
        { state: "warning", found: "TF_CLI_ARGS_init has -backend-config", remedy: unset("TF_CLI_ARGS_init") },
      ],
    ],
    [
      { TF_CLI_CONFIG_FILE: "/no/such/file" },
      [
        {
          state: "warning",
          found: "TF_CLI_CONFIG_FILE names /no/such/file, which is not there",
          remedy: "unset it, or write the file; slipway's own commands do without it",
        },
      ],
    ],
    [{ TF_CLI_CONFIG_FILE: __filename }, OK],
    [
      { HTTPS_PROXY: "http://ada:hunter2@proxy.example", http_proxy: "http://proxy.example" },
      [
        {
          ...PROXY,
          found:
            "HTTPS_PROXY, http_proxy set: Terraform goes through the proxy, slipway's own questions to AWS and to the registry do not",
        },
      ],
    ],
  ])("such as %j", (environment: NodeJS.ProcessEnv, findings) => {
    const expected = findings.map((finding) => ({ name: "variables", ...finding }));
    expect(variables({ environment, folder: machine.folder })).toEqual(expected);
  });
});
