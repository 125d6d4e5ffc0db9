import { cpsignWorkflow } from "../../../constructs/pipelines/cpsign/render/cpsign";
import { graphSvg, graphText } from "../../../constructs/pipelines/workflow/render/graph";
import { graphLayout } from "../../../constructs/pipelines/workflow/render/graph-layout";
import type { WorkflowSettings } from "../../../constructs/pipelines/workflow/settings";
import { NODE } from "../../../constructs/shared/render/graph-layout";
import { CPSIGN } from "./cpsign-refused";
import { INGESTION } from "./refused";

const LOGD = cpsignWorkflow(CPSIGN);
const read = (...repos: string[]) => ({ ...INGESTION, input: { cross: repos.map((repo) => ({ repo, glob: "/*" })) } });
const WIDE: WorkflowSettings = {
  name: "wide",
  repositories: ["config", "data"],
  externalRepositories: ["LogD-training"],
  pipelines: {
    last: read("first", "third", "config", "LogD-training"),
    first: {
      ...INGESTION,
      input: {
        cross: [
          { repo: "config", glob: "/a" },
          { repo: "config", glob: "/b", as: "b" },
        ],
      },
    },
    second: read("first", "data"),
    third: {
      ...INGESTION,
      input: { cross: [{ repo: "second", glob: "/" }, { cron: { name: "tick", spec: "@daily" } }] },
    },
  },
};

describe("the graph of a workflow", () => {
  test("is lines for a terminal, in the order of the data", () => {
    expect(graphText(LOGD)).toBe(
      `[LogD-config]
└── / ──> LogD-ingestion
LogD-ingestion (ingestion:1)
├── / ──> LogD-precompute
└── /training/* ──> LogD-training
LogD-precompute (cpsign:c0.7.7)
└── / ──> LogD-training
LogD-training (cpsign:c0.7.7 × 5)
├── /models ──> LogD-aggregate
└── / ──> LogD-upload
LogD-aggregate (cpsign:c0.7.7)
LogD-upload (upload:1)
`,
    );
  });

  test("names what others make, times, and several parts of one repository", () => {
    const text = graphText(WIDE);
    expect(text).toContain("[config]\n├── /* ──> wide-last\n└── /a, /b ──> wide-first\n");
    expect(text).toContain("[LogD-training] made by others\n└── /* ──> wide-last\n");
    expect(text).toContain("[tick] @daily\n└── @daily ──> wide-third\n");
  });

  test.each([
    ["a usual one", LOGD],
    ["one with long lines", WIDE],
  ])("has no node upon another, and each right of what it reads: %s", (_what, workflow) => {
    const { nodes, edges, width, height } = graphLayout(workflow);
    for (const one of nodes) {
      expect(one.x >= 0 && one.y >= 0 && one.x + NODE.width <= width && one.y + NODE.height <= height).toBe(true);
      const meets = nodes.filter((other) => other.x === one.x && Math.abs(other.y - one.y) < NODE.height);
      expect(meets).toEqual([one]);
    }
    for (const { from, to, points } of edges) {
      const [start, end] = [from, to].map((id) => nodes.find((node) => node.id === id));
      expect(end?.x).toBeGreaterThan(start?.x ?? 0);
      // A level part of a line crosses no node.
      const level = points.slice(1, -1);
      const crossed = nodes.filter(({ x, y }) =>
        level.some((point) => point.x >= x && point.x <= x + NODE.width && point.y >= y && point.y <= y + NODE.height),
      );
      expect(crossed).toEqual([]);
    }
  });

  test("is a picture that says in words what it shows", () => {
    const svg = graphSvg(LOGD);
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+" viewBox="[\d ]+" role="img" aria-labelledby="title description"/,
    );
    expect(svg).toContain('<title id="title">Workflow LogD</title>');
    expect(svg).toContain(
      "LogD-training reads /training/* of LogD-ingestion; LogD-training reads / of LogD-precompute",
    );
    expect(svg.match(/marker-end/g)).toHaveLength(6);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  test("has no sign in it that XML would take for its own", () => {
    const image = 'example/a<b>&"c":1';
    const svg = graphSvg({ ...WIDE, pipelines: { a: { ...INGESTION, image } } });
    expect(svg).toContain("a&#60;b&#62;&#38;&#34;c&#34;:1");
  });

  test("is drawn of pipelines in a circle too", () => {
    const circle = { ...WIDE, pipelines: { a: read("b", "config"), b: read("a", "config") } };
    expect(graphSvg(circle)).toContain("wide-a");
    expect(graphText(circle)).toContain("wide-b");
  });
});
