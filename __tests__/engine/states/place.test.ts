import { join, resolve } from "node:path";
import { backendOf, declaredPlace, type Place, placeText, placeWith, settingsOf } from "../../../engine/states/place";
import { modelFile, TestProject } from "../../support/project";

const FOLDER = resolve("/states");

describe("the place of a state", () => {
  test.each([
    [{ local: {} }, join(FOLDER, "quetzal-oslo", "terraform.tfstate")],
    [
      { s3: { bucket: "states", key: "models/terraform.tfstate", region: "ca-central-1" } },
      "s3://states/env:/quetzal-oslo/models/terraform.tfstate",
    ],
    [{ cloud: { organization: "lab" } }, "app.terraform.io/lab/quetzal-oslo"],
    [{ cloud: { organization: "lab", hostname: "hcp.lab", project: "models" } }, "hcp.lab/lab/quetzal-oslo"],
  ])("%j is found again, and told", (backend, text) => {
    const place = placeWith(backend, "quetzal-oslo", FOLDER);
    expect(placeText(place)).toBe(text);
    expect(backendOf(place, "quetzal-oslo")).toEqual(backend);
    expect(declaredPlace({ terraform: settingsOf(place) }, FOLDER)).toEqual(place);
  });

  test("is unknown where a stack has another backend", () => {
    expect(declaredPlace({ terraform: { backend: { consul: {} } as object } }, FOLDER)).toBeUndefined();
  });

  test.each([
    'backend: { s3: { bucket: "states", key: "models/terraform.tfstate", region: "ca-central-1" } },',
    'backend: { cloud: { organization: "lab", project: "models" } },',
    "",
  ])("is what the synthesis declares: %s", (text) => {
    const project = new TestProject({ "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo", text) });
    try {
      expect(project.synthesize({ SLIPWAY_STATE_DIR: FOLDER })).toEqual({ code: 0, stderr: "" });
      const folder = join(project.folder, "cdktf.out/stacks/quetzal-oslo");
      const declared = declaredPlace(project.stack("quetzal-oslo"), folder) as Place;
      expect(placeWith(backendOf(declared, "quetzal-oslo"), "quetzal-oslo", FOLDER)).toEqual(declared);
    } finally {
      project.remove();
    }
  });
});
