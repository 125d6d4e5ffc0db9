import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { bucketNames } from "../../../engine/plan/bucket-names";
import { changesOf } from "../../../engine/plan/changes";

const LISTED = `<?xml version="1.0"?><ListAllMyBucketsResult><Buckets>
  <Bucket><Name>ours</Name></Bucket><Bucket><Name>ours-too</Name></Bucket>
</Buckets></ListAllMyBucketsResult>`;
const DENIED = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";

describe("the owner of a bucket's name", () => {
  let server: Server;
  let listing: { readonly status: number; readonly body: string };
  const before = { ...process.env };

  /** S3 as it answers for buckets whose names say their status. */
  beforeAll(async () => {
    server = createServer(({ method, url = "" }, response) => {
      const name = /^\/([a-z0-9-]+)/.exec(url)?.[1];
      if (method === "HEAD") return response.writeHead(Number(/\d{3}$/.exec(name ?? "")?.[0] ?? 200)).end();
      response.writeHead(listing.status, { "content-type": "application/xml" }).end(listing.body);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const credentials = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" };
    Object.assign(process.env, { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, AWS_MAX_ATTEMPTS: "1", ...credentials });
  });
  beforeEach(() => {
    listing = { status: 200, body: LISTED };
  });
  afterAll(async () => {
    process.env = before;
    await new Promise((done) => server.close(done));
  });

  /** Looks up the name of a bucket that is to be made. */
  async function ownerOf(bucket: string) {
    const change = { actions: ["create"], before: null, after: { bucket } };
    const planned = { address: "aws_s3_bucket.B", mode: "managed", type: "aws_s3_bucket", change } as const;
    const [looked] = await bucketNames({
      stack: "s",
      existing: [],
      holdings: [],
      region: "ca-central-1",
      ...changesOf({ resource_changes: [planned] }),
    });
    return looked;
  }
  const bucket = (name: string, more: object) => ({ address: "aws_s3_bucket.B", name, ...more });

  test.each([
    ["free-404", "nobody"],
    ["ours", "this account"],
    ["public", "another account"],
    ["private-403", "another account"],
  ])("of %s is %s", async (name, owner) => expect(await ownerOf(name)).toEqual(bucket(name, { owner })));

  test("is not known when S3 has a fault", async () => {
    expect(await ownerOf("broken-500")).toEqual(bucket("broken-500", { owner: "unknown", reason: expect.any(String) }));
  });

  test("is not known when buckets may not be listed", async () => {
    listing = { status: 403, body: DENIED };
    const reason = "it exists, but Access Denied";
    expect(await ownerOf("private-403")).toEqual(bucket("private-403", { owner: "unknown", reason }));
  });
});
