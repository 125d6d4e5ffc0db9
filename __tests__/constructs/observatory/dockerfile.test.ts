import { dockerfile, dockerfileProblems } from "../../../constructs/observatory/render/dockerfile";
import { said } from "./sentences";

describe("dockerfile", () => {
  test("takes the name of a folder as it is", () => {
    const image = { base: "simonsobs/ocs:v0.12.1", script: { path: "a.py" }, requirements: false };
    expect(dockerfile({ ...image, folder: `adv-$HOME "q" 's' b\\s` }).split("\n")[1]).toBe(
      String.raw`WORKDIR /app/agents/adv-\$HOME \"q\" \'s\' b\\s/`,
    );
  });
});

describe("dockerfileProblems", () => {
  test.each([
    ["of a plugin's image", 'FROM simonsobs/socs:v0.5.2\nCOPY . /app\nENTRYPOINT ["dumb-init", "ocs-agent-cli"]\n'],
    ["of several stages", "FROM python:3.12 AS build\nRUN make\nFROM scratch\nCOPY --from=build /a /a\n"],
    ["of a stage of its own", "FROM python:3.12 AS build\nFROM build\n"],
    ["with a base that is an argument", "ARG BASE\nFROM $BASE\n"],
    ["of exactly one image", `FROM simonsobs/ocs@sha256:${"0".repeat(64)}\n`],
  ])("finds nothing in one %s", (_, text) => expect(dockerfileProblems(text, false)).toEqual([]));

  test.each([
    ["nothing", "", ["1: must begin with FROM, got none; name the image that it is built on"]],
    ["latest", "# a comment\nFROM simonsobs/ocs:latest\n", [said("2: FROM", "latest", '"simonsobs/ocs:latest"')]],
    ["no tag", "FROM simonsobs/ocs\n", [said("1: FROM", "latest", '"simonsobs/ocs"')]],
    [
      "the form of a shell",
      "FROM simonsobs/ocs:v0.12.1\nENTRYPOINT dumb-init ocs-agent-cli\nCMD --agent a.py\n",
      [
        '2: ENTRYPOINT must be a list of words, got "dumb-init ocs-agent-cli"; write ENTRYPOINT ["…", "…"]',
        '3: CMD must be a list of words, got "--agent a.py"; write CMD ["…", "…"]',
      ],
    ],
    [
      "words that nothing splits",
      'FROM simonsobs/ocs:v0.12.1\nCMD ["--agent a.py", "--entrypoint", "main"]\n',
      ['2: CMD must have each word by itself, got "--agent a.py"; nothing splits it'],
    ],
  ])("finds %s", (_, text, problems) => expect(dockerfileProblems(text, false)).toEqual(problems));

  test("finds latest right where it is said that it may be", () => {
    expect(dockerfileProblems("FROM simonsobs/ocs\n", true)).toEqual([]);
  });
});
