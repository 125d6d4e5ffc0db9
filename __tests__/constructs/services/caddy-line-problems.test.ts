import { directiveProblems, optionProblems } from "../../../constructs/services/caddy-line-problems";
import { said } from "./sentences";

describe("the front's own files", () => {
  const log = (path: string) => ["log {", `\toutput file ${path}`, "}"];

  test.each([
    "/routes/live/nmpi",
    "/routes/edge.caddy",
    "edge.caddy",
    "/srv/../data/slipway/a",
    "/dev/shm/turn",
    '"/data/a"',
  ])("are no place for a log: %s", (path) => {
    const message = said("", "ownFiles", JSON.stringify(`\toutput file ${path}`)).trim();
    expect(directiveProblems(log(path))).toEqual([{ line: 1, message }]);
    expect(optionProblems(log(path))).toEqual([{ line: 1, message }]);
  });

  test.each(["root * /data", "root /", "root /images/* /data/caddy", "root * ../routes"])(
    "are shown to nobody: %s",
    (line) => {
      const message = said("", "ownFolders", JSON.stringify(line)).trim();
      expect(directiveProblems([line])).toEqual([{ line: 0, message }]);
    },
  );

  test.each(["root * /srv", "root /data/* /srv", "root * /database"])("are not where %s leads", (line) => {
    expect(directiveProblems([line])).toEqual([]);
  });

  test.each(["/var/log/a.log", "/database/a.log"])("are not where a log in %s is", (path) => {
    expect(directiveProblems(log(path))).toEqual([]);
  });
});
