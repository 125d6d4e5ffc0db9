import { writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { S3Store } from "../../../../../cli/services/database/backup/s3-store";
import { withPlanFolder } from "../../../../../engine/plan-folder";

const KEYS = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };

test("a dump reaches another store than Amazon's as it is, without the newer checksums", async () => {
  // GIVEN
  const got: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (request, response) => {
    got.push({ headers: request.headers, body: (await buffer(request)).toString() });
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const store = new S3Store({ to: "s3://lab-backups/platform", region: "fra1", endpoint }, KEYS);

  // WHEN
  await withPlanFolder(async (folder) => {
    writeFileSync(join(folder, "dump"), "PGDMPrest");
    await store.write("lab-db/nmpi/1.dump", join(folder, "dump"));
  }).finally(() => server.close());

  // THEN
  expect(got).toEqual([{ headers: expect.objectContaining({ "content-length": "9" }), body: "PGDMPrest" }]);
  expect(Object.keys(got[0]?.headers ?? {}).filter((name) => /checksum|trailer/.test(name))).toEqual([]);
});
