import { checkLogOptions } from "../../cli/container-log";

describe("the options of a log", () => {
  test.each([
    ...["10m", "1h30m", "1.5h", "500ms", "2026-01-31", "2026-01-31T12:00", "2026-01-31T12:00:00Z"],
    ...["2026-01-31T12:00:00.5+02:00", "1767225600", "1767225600.25"],
  ])("take %s as the time since which it is printed", (since) => {
    expect(() => checkLogOptions({ since })).not.toThrow();
  });

  test.each(["yesterday", "10 m", "-10m", "2026-1-31", "m", ""])("refuse %j as such", (since) => {
    expect(() => checkLogOptions({ since })).toThrow(
      `--since must be a time, such as 2026-01-31T12:00:00Z, or how long ago, such as 10m or 1h30m, got "${since}"`,
    );
  });
});
