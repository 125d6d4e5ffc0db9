// The app of a test's project: node warm-app.cjs <command>. It is run where everything is loaded already (warm-process-loop.ts),
// or by the command, as a user's project runs it.
const { spawnSync } = require("node:child_process");
const { createConnection } = require("node:net");

const [, , command, ...args] = process.argv;
let text = "";

createConnection(process.env.WARM_APP_SOCKET)
  .on("error", () => {
    process.exitCode = spawnSync(command, args, { stdio: "inherit" }).status ?? 1;
  })
  .on("data", (more) => {
    text += more;
  })
  .on("end", () => {
    const { status, stdout, stderr } = JSON.parse(text);
    process.stdout.write(stdout);
    process.stderr.write(stderr);
    process.exitCode = status;
  })
  .end(JSON.stringify({ cwd: process.cwd(), env: process.env }));
