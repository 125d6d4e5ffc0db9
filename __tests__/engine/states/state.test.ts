import { addressesOf, countOf, renumbered, resourcesOf, type State, stateFrom } from "../../../engine/states/state";

const TEXT = `{
  "version": 4,
  "terraform_version": "1.11.4",
  "serial": 7,
  "lineage": "one",
  "outputs": {
    "serial": {
      "value": 12345678901234567890,
      "type": "number"
    }
  },
  "resources": [
    {
      "mode": "managed",
      "type": "terraform_data",
      "name": "A",
      "provider": "provider[\\"terraform.io/builtin/terraform\\"]",
      "instances": []
    },
    {
      "module": "module.m",
      "mode": "managed",
      "type": "terraform_data",
      "name": "B",
      "provider": "provider[\\"terraform.io/builtin/terraform\\"]"
    },
    {
      "mode": "data",
      "type": "aws_region",
      "name": "C",
      "provider": "provider[\\"registry.terraform.io/hashicorp/aws\\"]"
    }
  ]
}
`;

describe("a state", () => {
  test("has resources, of which those that it only reads are none", () => {
    expect(addressesOf(stateFrom(TEXT))).toEqual(["terraform_data.A", "module.m.terraform_data.B"]);
    expect(resourcesOf(stateFrom("\n"))).toEqual([]);
  });

  test("has as many things as its resources have instances", () => {
    const [resource] = resourcesOf(stateFrom(TEXT));
    const of = (count: number) => ({ ...resource, mode: "managed", instances: Array(count).fill({}) });
    expect(countOf({ ...stateFrom(TEXT), resources: [of(2), of(1)] } as State)).toBe(3);
  });

  test("gets another serial and lineage, and stays as it is otherwise, also where a number is large", () => {
    expect(renumbered(TEXT, { serial: 20, lineage: "two$1" })).toBe(
      TEXT.replace('"serial": 7', '"serial": 20').replace('"one"', () => '"two$1"'),
    );
  });

  test("is not pushed where its serial cannot be found", () => {
    expect(() => renumbered('{"version":4,"serial":7,"lineage":"one"}', { serial: 8, lineage: "one" })).toThrow(
      "a state must have a serial and a lineage in lines of their own, got",
    );
  });
});
