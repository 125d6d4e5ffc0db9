import { frontPrograms, WRITERS } from "../../../engine/strays/front-programs";

const program = (ACTION: string) => ({ provisioner: [{ "local-exec": { environment: { ACTION, TOLD: "{}" } } }] });

test("those that write a front's files are found, and no others", () => {
  const terraform_data = {
    A: program("configure"),
    B: program("switch"),
    C: program("route"),
    D: program("tidy"),
    E: program("handover"),
    F: program("migrated"),
    G: {},
  };
  expect(frontPrograms({ resource: { terraform_data } }, WRITERS)).toEqual(
    ["A", "B", "C", "D"].map((id) => `terraform_data.${id}`),
  );
  expect(frontPrograms({ resource: { terraform_data } }, ["handover"])).toEqual(["terraform_data.E"]);
  expect(frontPrograms({}, WRITERS)).toEqual([]);
});
