import { declaredImages, type EngineImage, namesOf, oldImages } from "../../../cli/services/images";
import type { ServicesEnvironment } from "../../../constructs/services/schema";

const PLATFORM: ServicesEnvironment = {
  name: "lab",
  front: { image: "caddy:2.11", certificates: "none" },
  services: {
    web: {
      ...{ port: 80, hosts: ["web.localhost"], live: "blue" },
      blue: { image: "docker.io/lab/web:4" },
      green: { image: "lab/web:5" },
    },
    docs: { image: { local: "docs:3" }, port: 80, hosts: ["docs.localhost"] },
  },
};

/** Built on the day of its tag. */
function image(name: string, more: Partial<EngineImage> = {}): EngineImage {
  const day = name.split(":")[1]?.padStart(2, "0") ?? "01";
  return { Id: name, RepoTags: [name], RepoDigests: [], Size: 1, Created: `2026-05-${day}T00:00:00Z`, ...more };
}

const WEB = [1, 2, 3, 4, 5, 6].map((version) => image(`lab/web:${version}`));
const NEEDED = ["lab/web:4", "lab/web:5", "docs:3", "caddy:11"];
const old = (
  images: readonly EngineImage[],
  keep = 2,
  needed: readonly string[] = NEEDED,
  deployed: readonly string[] = [],
) =>
  oldImages(images, { declared: declaredImages(PLATFORM), needed: new Set(needed), keep, deployed }).map(
    ({ Id }) => Id,
  );

describe("old images", () => {
  test("are those beyond what a file names, what is newer, and the last ones to go back to", () => {
    expect(old(WEB)).toEqual(["lab/web:1"]);
    expect(old(WEB, 0)).toEqual(["lab/web:3", "lab/web:2", "lab/web:1"]);
    expect(old(WEB, 9)).toEqual([]);
  });

  test("are none of the last that were deployed, however old they are", () => {
    expect(old(WEB, 1, NEEDED, ["lab/web:4", "docker.io/lab/web:1", "lab/web:2"])).toEqual(["lab/web:3", "lab/web:2"]);
    const digest = `sha256:${"b".repeat(64)}`;
    const byDigest = image("lab/web:1", { RepoTags: [], RepoDigests: [`lab/web@${digest}`] });
    expect(old([...WEB.slice(1), byDigest], 1, NEEDED, [`lab/web:1@${digest}`])).toEqual(["lab/web:3", "lab/web:2"]);
  });

  test("are counted for each service, and for the front", () => {
    const images = [
      ...WEB,
      ...[1, 2, 3].map((version) => image(`docs:${version}`)),
      image("caddy:10"),
      image("caddy:11"),
    ];
    expect(old(images, 1)).toEqual(["lab/web:2", "lab/web:1", "docs:1"]);
    expect(old(images, 0)).toContain("caddy:10");
  });

  test("are none that a container uses", () => {
    expect(old(WEB, 0, [...NEEDED, "lab/web:1"])).toEqual(["lab/web:3", "lab/web:2"]);
  });

  test.each<[string, EngineImage]>([
    ["of another repository", image("lab/web-tools:1")],
    ["with a name elsewhere too", image("lab/web:1", { RepoTags: ["lab/web:1", "mine:1"] })],
    ["without a name", image("x:1", { RepoTags: [], RepoDigests: null })],
  ])("are none %s", (_, each) => {
    expect(old([each], 0)).toEqual([]);
  });

  test("are those of a digest too, and all of a service that is no longer on the node", () => {
    const digest = `lab/web@sha256:${"a".repeat(64)}`;
    const each = image("lab/web:1", { RepoTags: [], RepoDigests: [digest] });
    expect(old([each], 0)).toEqual(["lab/web:1"]);
    expect(namesOf(each)).toEqual([digest]);
  });

  test("are known by when the engine got them, where builds have no date", () => {
    const undated = [1, 2, 3].map((version) =>
      image(`docs:${version}`, {
        Created: "1970-01-01T00:00:00Z",
        Metadata: { LastTagTime: `2026-05-0${version}T00:00:00Z` },
      }),
    );
    expect(old(undated, 1)).toEqual(["docs:1"]);
  });

  test("are known by their names, where the dates are the same", () => {
    const twins = ["9", "10", "3", "4"].map((tag) => image(`docs:${tag}`, { Created: "1970-01-01T00:00:00Z" }));
    expect(old(twins, 1)).toEqual(["docs:9", "docs:4"]);
  });
});
