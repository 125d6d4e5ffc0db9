// Loaded before a process that .ci/bench-runs.ts measures: when it ends, it tells its peak of memory and what it has loaded.
const { readFileSync, writeFileSync } = require("node:fs");

process.on("exit", () => {
  writeFileSync(
    process.env.BENCH_TOLD,
    JSON.stringify({ megabytes: kilobytes() / 1024, modules: Object.keys(require.cache) }),
  );
});

/** On Linux maxRSS begins with the peak of the process that started this one. */
function kilobytes() {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]);
}
