import type { ContainerStatus } from "../../../cli/services/status";
import { statusText } from "../../../cli/services/status-text";

const row = (container: string, more: Partial<ContainerStatus> = {}): ContainerStatus => ({
  ...{ name: "web-blue", node: "here", container, image: "web:1", digest: "", status: "Up", health: "none" },
  ...{ gets: "live", urls: [], ports: [], wrong: ["it is wrong"] },
  ...more,
});

describe("the containers of a platform, to read", () => {
  test("are told by their names", () => {
    const text = statusText([row("lab-web-blue-1"), row("lab-web-green-1", { name: "web-green", wrong: [] })]);
    expect(text).not.toContain("lab-web");
    expect(text.split("\n").at(-1)).toBe("web-blue on here: it is wrong");
  });

  test("are told apart where two have one name", () => {
    const text = statusText([row("lab-web-blue-2", { wrong: [] }), row("lab-web-blue-1"), row("x", { node: "there" })]);
    expect(text).toMatch(/lab-web-blue-2[\s\S]*lab-web-blue-1/);
    expect(text.split("\n").slice(-2)).toEqual([
      "lab-web-blue-1 on here: it is wrong",
      "web-blue on there: it is wrong",
    ]);
  });
});
