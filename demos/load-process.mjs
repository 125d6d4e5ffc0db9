// The process of a Load: segment after segment of requests, each counted whole, until it is told to stop.
import loadtest from "loadtest";

let reasons = {};
// With a callback the report tells a status from a connection that broke; why one broke, the callback alone is told.
const statusCallback = (error) => {
  if (error) reasons[error] = (reasons[error] ?? 0) + 1;
};
const options = { ...JSON.parse(process.argv[2]), statusCallback };
let isStopped = false;
// Ctrl-C reaches the whole group of processes; when it ends is said by the one that began it.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {});
process.on("message", () => {
  isStopped = true;
});
process.on("disconnect", () => process.exit(1));

process.send("begun");
while (!isStopped) {
  const { totalRequests, totalErrors, errorCodes } = await loadtest.loadTest(options);
  process.send({ totalRequests, totalErrors, errorCodes, reasons });
  reasons = {};
}
process.removeAllListeners("disconnect");
process.disconnect();
