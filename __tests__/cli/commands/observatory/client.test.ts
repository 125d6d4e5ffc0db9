import { parse } from "yaml";
import { printClient } from "../../../../cli/commands/observatory/client";
import type { ObservatoryEnvironment } from "../../../../constructs/observatory/schema";

const SITE: ObservatoryEnvironment = {
  name: "lab",
  images: { ocs: "simonsobs/ocs:v0.12.1", crossbar: "crossbario/crossbar:cpy3-20.8.1" },
  hosts: [
    { hostname: "lab-docker", agents: [{ instanceId: "fake1", agentClass: "FakeDataAgent" }] },
    { hostname: "lab", kind: "native", agents: [{ instanceId: "hm-lab", agentClass: "HostManager" }] },
  ],
};

/** What is printed, as YAML says it. */
function printed(options: Parameters<typeof printClient>[1]): unknown {
  const write = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    printClient(SITE, options);
    return parse(String(write.mock.calls[0]?.[0]));
  } finally {
    write.mockRestore();
  }
}

const hub = expect.objectContaining({ wamp_http: "http://127.0.0.1:8001/call" }) as unknown;

test("a client gets the router's addresses alone", () => expect(printed({})).toEqual({ hub, hosts: {} }));

test("a HostManager gets the hosts, and is told to leave the containers of Terraform alone", () => {
  const block = (id: string, name: string) => ({ "instance-id": id, "agent-class": name, arguments: [] });
  expect(printed({ hosts: true })).toEqual({
    hub,
    hosts: {
      "lab-docker": expect.objectContaining({
        "agent-instances": [{ ...block("fake1", "FakeDataAgent"), manage: "ignore" }],
      }),
      lab: { "agent-instances": [block("hm-lab", "HostManager")] },
    },
  });
});
