import { brokenCronRule } from "../../../constructs/pipelines/cluster/render/cron";

const RULE = "must be a time of cron";

describe("a time of cron", () => {
  test.each([
    "0 3 * * 0",
    "*/15 0-6,20-23/2 1,15 JAN-mar Mon-Fri",
    "? ? ? ? ?",
    "5/10 * * * *",
    "59 23 31 12 6",
    "0 0 29 2 *",
    "0 0 31 2,3 *",
    // In a month without that day, the weekday counts alone.
    "0 0 31 2 1",
    "0 0 31 2 */2",
    "@yearly",
    "@midnight",
    "@every 1h30m",
    "@every 1.5s",
  ])("%s is right", (text) => expect(brokenCronRule(text, RULE)).toBeUndefined());

  test.each([
    ["", RULE],
    ["daily", RULE],
    ["@Daily", RULE],
    ["@every", RULE],
    ["@every 1 day", RULE],
    ["@reboot", RULE],
    ["@never", RULE],
    ["* * * *", RULE],
    ["0 * * * * *", RULE],
    ["TZ=Europe/Stockholm 0 3 * * *", RULE],
    ["99 99 * * *", "must have minutes of 0 to 59 and hours of 0 to 23"],
    ["* * 0 13 *", "must have days of 1 to 31 and months of 1 to 12, or JAN to DEC"],
    ["* * * * 7", "must have weekdays of 0 to 6, or SUN to SAT"],
    ["* * * FEBRUARY *", "must have months of 1 to 12, or JAN to DEC"],
    ["*-5 * * * *", "must have minutes of 0 to 59"],
    ["1, * * * *", "must have minutes of 0 to 59"],
    ["1-2-3 * * * *", "must have minutes of 0 to 59"],
    ["1/2/3 * * * *", "must have minutes of 0 to 59"],
    ["-1 * * * *", "must have minutes of 0 to 59"],
    ["* 9-5 * * *", "must have ranges of hours that go forwards"],
    ["*/0 * * * *", "must have steps of minutes from 1"],
    ["* * * * SAT-SUN", "must have ranges of weekdays that go forwards"],
    ["0 0 31 2,4 *", "must have days that its months have"],
    ["0 0 30-31 FEB ?", "must have days that its months have"],
  ])("%s is wrong: %s", (text, says) => expect(brokenCronRule(text, RULE)).toBe(says));

  test("may have a word that not everybody knows", () => {
    expect(brokenCronRule("@never", RULE, ["@never"])).toBeUndefined();
  });
});
