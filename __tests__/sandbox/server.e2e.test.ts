import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateRoleCommand, GetPolicyCommand, GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { GetObjectCommand, HeadBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { sandboxFolder } from "../../engine/folders";
import { whoAnswers } from "../../sandbox/identity";
import type { Seed } from "../../sandbox/seed-data";
import { down, status, up } from "../../sandbox/server";
import { environment, Temporary } from "./temporary";

jest.setTimeout(120_000);

const temporary = new Temporary();
const foreign: Server[] = [];
afterAll(async () => {
  await temporary.remove();
  for (const server of foreign) server.close();
});

const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "*" } }],
};
const document = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }] };
const seed: Seed = {
  buckets: [{ name: "seeded", region: "eu-west-3" }],
  roles: [{ name: "seeded-role", assumeRolePolicy: trust }],
  policies: [{ name: "seeded-policy", document }],
  identityPools: [{ id: "ca-central-1:00000000-0000-4000-8000-000000000001", name: "seeded pool" }],
};

function clients(endpoint: string) {
  const config = {
    endpoint,
    region: "eu-west-3",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    maxAttempts: 1,
  };
  return { s3: new S3Client(config), iam: new IAMClient(config) };
}

/** A server of somebody else's, on a port of its own. */
async function foreignServer(answer: object): Promise<number> {
  const server = createServer((_, response) => response.end(JSON.stringify(answer)));
  foreign.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

test("two commands at once start one server, which says who it is and holds the seed", async () => {
  const project = temporary.folder();
  const props = { project, seed, environment, accountId: "111122223333" };
  const [one, two] = await Promise.all([up(props), up(props)]);
  expect([one.started, two.started].sort()).toEqual([false, true]);
  expect({ ...one, started: true }).toEqual({ ...two, started: true });
  expect(await whoAnswers(one.url)).toEqual({
    instance: one.instance,
    pid: one.pid,
    account: "111122223333",
    moto: "5.2.1",
  });
  expect(one.region).toBe("eu-west-3");
  const { s3, iam } = clients(one.url);
  expect((await s3.send(new HeadBucketCommand({ Bucket: "seeded" }))).BucketRegion).toBe("eu-west-3");
  expect((await iam.send(new GetRoleCommand({ RoleName: "seeded-role" }))).Role?.Arn).toBe(
    "arn:aws:iam::111122223333:role/seeded-role",
  );
  const PolicyArn = "arn:aws:iam::111122223333:policy/seeded-policy";
  expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.PolicyName).toBe("seeded-policy");

  // A later `up` brings what the seed has more.
  await up({ ...props, seed: { buckets: [{ name: "seeded-later", region: "eu-west-3" }] } });
  await s3.send(new HeadBucketCommand({ Bucket: "seeded-later" }));

  await expect(up({ ...props, accountId: "444455556666" })).rejects.toThrow(
    new Error(
      "the sandbox runs already and has account 111122223333, got 444455556666; stop it first: slipway sandbox down",
    ),
  );
  await expect(up({ ...props, listen: "127.0.0.2" })).rejects.toThrow(
    new Error("the sandbox runs already and listens on 127.0.0.1, got 127.0.0.2; stop it first: slipway sandbox down"),
  );
});

test("the account survives a stop, a kill and a server that hangs; discarding throws it away", async () => {
  const project = temporary.folder();
  const props = { project, seed, environment };
  const object = { Bucket: "seeded", Key: "kept" };
  const first = await up({ ...props, accountId: "111122223333" });
  await clients(first.url).s3.send(new PutObjectCommand({ ...object, Body: "one" }));
  expect(await down({ project })).toBe(true);
  expect(await whoAnswers(first.url)).toBeUndefined();

  // The next one has the same port and account.
  const second = await up(props);
  expect([second.port, second.account]).toEqual([first.port, first.account]);
  const read = async (url: string) =>
    (await clients(url).s3.send(new GetObjectCommand(object))).Body?.transformToString();
  expect(await read(second.url)).toBe("one");

  // Killed after its last save.
  await clients(second.url).s3.send(new PutObjectCommand({ ...object, Body: "written before the kill" }));
  const saved = () => readFileSync(sandboxFolder(project).account).includes("written before the kill");
  while (!saved()) await sleep(100);
  process.kill(second.pid, "SIGKILL");
  while ((await whoAnswers(second.url)) !== undefined) await sleep(20);
  expect((await status({ project })).running).toBeUndefined();
  const third = await up(props);
  expect(await read(third.url)).toBe("written before the kill");

  // Hanging: no second server may write to the account's file.
  process.kill(third.pid, "SIGSTOP");
  const fourth = await up(props);
  expect(fourth.instance).not.toBe(third.instance);
  expect(() => process.kill(third.pid, 0)).toThrow("ESRCH");
  expect(await read(fourth.url)).toBe("written before the kill");

  await down({ project });
  await expect(up({ ...props, accountId: "444455556666" })).rejects.toThrow(
    new Error(
      "the sandbox of this project keeps account 111122223333, got 444455556666; " +
        "slipway sandbox up --account 111122223333 goes on with it, slipway sandbox down --discard throws it away",
    ),
  );
  const { state, account } = sandboxFolder(project);
  mkdirSync(state);
  await down({ project, discard: true });
  expect([existsSync(state), existsSync(account)]).toEqual([false, false]);
  const fresh = await up({ ...props, accountId: "444455556666" });
  await expect(read(fresh.url)).rejects.toThrow("The specified key does not exist.");
});

test("a damaged account is moved aside, and an empty one begins", async () => {
  const project = temporary.folder();
  const { folder, account, log } = sandboxFolder(project);
  mkdirSync(folder);
  writeFileSync(account, '{"format": 1, "moto": "4.0.0"}\nnonsense');
  const { url } = await up({ project, seed, environment });
  await clients(url).s3.send(new HeadBucketCommand({ Bucket: "seeded" }));
  const aside = readdirSync(folder).filter((name) => name.startsWith("account.bin.unreadable-"));
  expect(aside).toHaveLength(1);
  expect(readFileSync(log, "utf8").split("\n")[0]).toBe(
    "the account could not be read back (ValueError: it was written by " +
      `{"format": 1, "moto": "4.0.0"}); moved to ${join(folder, aside[0] ?? "")}, starting with an empty one`,
  );
});

test("a server.json that names somebody else's process and port is no sandbox, and nothing of theirs is stopped", async () => {
  const project = temporary.folder();
  const other = spawn(process.execPath, ["-e", "setTimeout(() => {}, 600_000)"]);
  const port = await foreignServer({ instance: "theirs", pid: other.pid, account: "1", moto: "1" });
  const { folder, server } = sandboxFolder(project);
  mkdirSync(folder);
  const stale = { instance: "ours", pid: other.pid, listen: "127.0.0.1", port, region: "eu-west-3" };
  writeFileSync(server, JSON.stringify(stale));
  expect((await status({ project })).running).toBeUndefined();
  expect(await down({ project })).toBe(false);
  const running = await up({ project, seed: {}, environment });
  expect(running.port).toBeGreaterThan(port);
  expect(await down({ project })).toBe(true);
  expect(other.exitCode).toBeNull();
  expect(other.signalCode).toBeNull();
  expect((await whoAnswers(`http://127.0.0.1:${port}`))?.instance).toBe("theirs");
  other.kill();
});

test("fails on a port that is in use when it was asked for", async () => {
  const port = await foreignServer({});
  await expect(up({ project: temporary.folder(), seed: {}, environment, port })).rejects.toThrow(
    new Error(`port ${port} on 127.0.0.1 must be free, got one that is in use; name another one with --port, or none`),
  );
});

test("fails with the log's last lines when the server cannot start", async () => {
  const project = temporary.folder();
  const broken = { roles: [{}] } as unknown as Seed;
  await expect(up({ project, seed: broken, environment })).rejects.toThrow(
    new Error(
      `the sandbox's server ended before it answered; ${sandboxFolder(project).log} says:\n` +
        `the seed ${sandboxFolder(project).seed} could not be used (KeyError: 'name')`,
    ),
  );
});

test("an account that need not be kept is not", async () => {
  const project = temporary.folder();
  const { url } = await up({ project, seed, environment, keepAccount: false });
  await clients(url).iam.send(
    new CreateRoleCommand({ RoleName: "made", AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  await down({ project });
  expect(existsSync(sandboxFolder(project).account)).toBe(false);
});
