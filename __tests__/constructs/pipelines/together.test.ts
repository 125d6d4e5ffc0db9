import { Pipelines, type PipelinesProps } from "../../../constructs/pipelines";
import { failure } from "../../support/synthesized";
import { LOGD } from "./refused";

test("everything that is wrong with pipelines, their database and their manager is said at once", () => {
  const wrong = {
    name: "labinf",
    namespace: "LabInf",
    pachyderm: { version: "2" },
    database: { name: "chembl-mysql", databases: ["chembl"], storage: "8" },
    manager: { image: "example/pachctl", kubernetes: "all" },
    workflows: { LogD: { ...LOGD, name: undefined, results: ["none"] } },
  };
  const message = failure((stack) => new Pipelines(stack, "Pipelines", wrong as unknown as PipelinesProps));
  const places = message.split("\n").map((line) => line.split(" ").slice(0, 2).join(" "));
  expect(places).toEqual(
    expect.arrayContaining([
      "[test/Pipelines] namespace",
      "[test/Pipelines] database.storage",
      "[test/Pipelines] manager.image",
      "[test/Pipelines] manager.kubernetes",
      "[test/Pipelines] workflows.LogD.results[0]",
    ]),
  );
});
