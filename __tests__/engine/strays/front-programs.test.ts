import { frontsOf, programsAgain } from "../../../engine/strays/front-programs";

const program = (ACTION: string) => ({ provisioner: [{ "local-exec": { environment: { ACTION, TOLD: "{}" } } }] });
const labels = (part: string) => [{ label: "services.part", value: part }];
const DECLARED = {
  resource: {
    docker_container: {
      Front: { name: "lab-front", labels: labels("front") },
      Web: { name: "${local.name}", labels: labels("service") },
    },
    terraform_data: {
      A: program("configure"),
      B: program("switch"),
      C: program("route"),
      D: program("tidy"),
      E: program("handover"),
      F: program("migrated"),
      G: {},
    },
  },
};
const container = (name: string) => ({
  ...{ id: name, name, service: "", image: "caddy:2", created: "", state: "running", status: "Up" },
});
const again = (there: object) => programsAgain(DECLARED, { stack: "lab", there: { containers: [], ...there } });
const data = (...ids: string[]) => ids.map((id) => `terraform_data.${id}`);

test("those that write a front's files run again where somebody has changed them", () => {
  expect(again({ otherFiles: ["live/web"] })).toEqual(data("A", "B", "C", "D"));
});

test("the handover runs again where a front has another name", () => {
  expect(again({ fronts: [container("lab-front"), container("lab-front-mine")] })).toEqual(data("E"));
});

test("none runs again where all is as it was left", () => {
  expect(again({ fronts: [container("lab-front")], otherFiles: [] })).toEqual([]);
  expect(programsAgain(DECLARED, undefined)).toEqual([]);
});

test("the front's address is known by its label", () => {
  expect(frontsOf(DECLARED)).toEqual(["docker_container.Front"]);
});
