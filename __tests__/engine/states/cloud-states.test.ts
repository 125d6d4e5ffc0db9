import { cloudStates } from "../../../engine/states/cloud-states";
import { withStore } from "../../../engine/states/store";

jest.mock("../../../engine/states/store");

const pulled = '{"version":4,"serial":1,"lineage":"one"}';
const options = { command: "terraform", environment: { TF_TOKEN_hcp__lab_example_org: "secret" } };
const CLOUD = { organization: "lab", hostname: "hcp-lab.example.org", project: "models" };

function workspace(name: string, project: string, count: number) {
  return { attributes: { name, "resource-count": count }, relationships: { project: { data: { id: project } } } };
}

const included = [
  { id: "p1", attributes: { name: "models" } },
  { id: "p2", attributes: { name: "others" } },
];
const PAGES = [
  { data: [workspace("a", "p1", 3), workspace("b", "p2", 3)], included, meta: { pagination: { "next-page": 2 } } },
  { data: [workspace("c", "p1", 0), workspace("d", "p1", 1), workspace("e", "p1", 1)], included },
];

describe("the states of HCP Terraform", () => {
  const asked: [string, unknown][] = [];
  let answers: readonly Response[];
  const real = globalThis.fetch;

  beforeEach(() => {
    asked.length = 0;
    answers = PAGES.map((page) => new Response(JSON.stringify(page)));
    globalThis.fetch = async (url, init) => {
      asked.push([String(url), init?.headers]);
      return answers[asked.length - 1] as Response;
    };
    jest.mocked(withStore).mockResolvedValue(pulled);
  });
  afterAll(() => {
    globalThis.fetch = real;
  });

  test("are those of the project that have resources and are wanted, from all pages", async () => {
    const found = await cloudStates(CLOUD, (stack) => stack !== "e", options);
    expect(found.map(({ stack }) => stack)).toEqual(["a", "d"]);
    expect(found[0]?.place).toEqual({
      cloud: { organization: "lab", hostname: CLOUD.hostname, workspaces: { name: "a", project: "models" } },
    });
    expect(asked).toEqual(
      [1, 2].map((page) => [
        `https://${CLOUD.hostname}/api/v2/organizations/lab/workspaces?include=project&page%5Bsize%5D=100&page%5Bnumber%5D=${page}`,
        { authorization: "Bearer secret" },
      ]),
    );
  });

  test("are not listed without a token, or where it is refused", async () => {
    await expect(cloudStates({ ...CLOUD, hostname: "nobody.example.org" }, () => true, options)).rejects.toThrow(
      "a token must be given for nobody.example.org, got none; run terraform login nobody.example.org",
    );
    answers = [new Response("", { status: 401, statusText: "Unauthorized" })];
    await expect(cloudStates(CLOUD, () => true, options)).rejects.toThrow(
      "hcp-lab.example.org answered 401 Unauthorized",
    );
  });
});
