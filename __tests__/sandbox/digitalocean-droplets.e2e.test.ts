import { NOT_FOUND, Ocean } from "./ocean";
import { Temporary } from "./temporary";

jest.setTimeout(120_000);

const temporary = new Temporary();
let ocean: Ocean;
let slow: Ocean;
beforeAll(async () => {
  [ocean, slow] = await Promise.all([Ocean.start(temporary.folder()), Ocean.start(temporary.folder(), 3_600)]);
});
afterAll(() => temporary.remove());

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1cWKGCQKrWTE4FMtVOmZHWLvQfkJLLnYpCgxz3fDbL";
const OTHER_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZbH3YpFZ1rkGJk4WnZS0CkFXsvOfRoLQmPVQJtqfqR";
/** `ssh-keygen -l -E md5` of KEY. */
const FINGERPRINT = "9a:fd:f2:38:3c:30:43:fb:f5:54:3e:4c:c9:bb:ad:96";
const usual = { name: "node", region: "tor1", size: "s-1vcpu-1gb", image: "ubuntu-24-04-x64" };

describe("SSH keys", () => {
  test("are made, read by id and by fingerprint, renamed and deleted", async () => {
    const { ssh_key } = await ocean.must(201, "POST", "account/keys", { name: "one", public_key: `${KEY} comment` });
    expect(ssh_key).toEqual({
      id: expect.any(Number),
      name: "one",
      public_key: `${KEY} comment`,
      fingerprint: FINGERPRINT,
    });
    expect(await ocean.get(`account/keys/${FINGERPRINT}`)).toEqual({ ssh_key });
    expect(await ocean.refusal("POST", "account/keys", { name: "two", public_key: KEY })).toEqual([
      422,
      "SSH Key is already in use on your account",
    ]);
    expect(await ocean.refusal("POST", "account/keys", { name: "one", public_key: OTHER_KEY })).toEqual([
      422,
      "SSH Key name is already in use on your account",
    ]);
    await ocean.must(200, "PUT", `account/keys/${ssh_key.id}`, { name: "renamed" });
    expect((await ocean.get("account/keys")).ssh_keys).toMatchObject([{ name: "renamed" }]);
    await ocean.must(204, "DELETE", `account/keys/${FINGERPRINT}`);
    expect(await ocean.refusal("GET", `account/keys/${ssh_key.id}`)).toEqual(NOT_FOUND);
  });

  test.each([
    ["ssh-unknown AAAA", "Key invalid type, we support 'ssh-rsa', 'ssh-dss', 'ssh-ed25519' and 'ecdsa-sha2-nistp…'"],
    ["ssh-rsa AAAAC3NzaC1lZDI1NTE5", "Key invalid, the key's data does not belong to its type"],
    ["ssh-rsa ???", "Key invalid, the key's data does not belong to its type"],
  ])("that are none are refused: %s", async (public_key, message) => {
    expect(await ocean.refusal("POST", "account/keys", { name: "none", public_key })).toEqual([422, message]);
  });
});

describe("images", () => {
  test("are found by slug and by id, and listed by type", async () => {
    const { image } = await ocean.get("images/ubuntu-22-04-x64");
    expect(await ocean.get(`images/${image.id}`)).toEqual({ image });
    const slugs = async (query: string) =>
      (await ocean.get(`images?per_page=200&${query}`)).images.map(({ slug }: { slug: string }) => slug);
    expect(await slugs("type=distribution")).toEqual(expect.arrayContaining(["debian-12-x64", "ubuntu-24-04-x64"]));
    expect(await slugs("type=application")).toEqual(expect.arrayContaining(["docker-20-04"]));
    expect(await slugs("type=application")).not.toContain("debian-12-x64");
    expect(await slugs("")).not.toContain("ubuntu-20-04-x64");
    expect(await ocean.refusal("GET", "images/no-such-image")).toEqual(NOT_FOUND);
    expect(await ocean.refusal("DELETE", `images/${image.id}`)).toEqual([
      422,
      "Only images of your account can be changed.",
    ]);
  });
});

describe("droplets", () => {
  test("are new, then active with addresses that nobody else has", async () => {
    const { droplet, links } = await ocean.must(202, "POST", "droplets", { ...usual, ipv6: true, tags: ["a"] });
    expect([droplet.status, droplet.locked, droplet.networks]).toEqual(["new", true, { v4: [], v6: [] }]);
    expect(links.actions).toEqual([
      { id: expect.any(Number), rel: "create", href: `${ocean.url}/v2/actions/${links.actions[0].id}` },
    ]);
    const { droplet: active } = await ocean.get(`droplets/${droplet.id}`);
    expect(active).toMatchObject({
      status: "active",
      locked: false,
      size_slug: "s-1vcpu-1gb",
      disk: 25,
      image: { slug: "ubuntu-24-04-x64" },
      region: { slug: "tor1" },
      features: ["ipv6", "private_networking", "droplet_agent"],
      tags: ["a"],
      volume_ids: [],
    });
    expect(active.networks.v4).toMatchObject([
      { type: "private", ip_address: expect.stringMatching(/^10\.104\./) },
      { type: "public", ip_address: expect.stringMatching(/^10\.213\./) },
    ]);
    expect(active.networks.v6).toMatchObject([{ type: "public", ip_address: expect.stringMatching(/^2001:db8:213:/) }]);
    expect((await ocean.ask("GET", links.actions[0].href)).body.action).toMatchObject({
      status: "completed",
      type: "create",
      resource_id: droplet.id,
      resource_type: "droplet",
      region_slug: "tor1",
    });
    await ocean.must(204, "DELETE", `droplets/${droplet.id}`);
    expect(await ocean.refusal("GET", `droplets/${droplet.id}`)).toEqual(NOT_FOUND);
  });

  test("are made several at once, listed by name and tag, and deleted by tag", async () => {
    const names = ["several-1", "several-2"];
    const { droplets, links } = await ocean.must(202, "POST", "droplets", {
      ...usual,
      name: undefined,
      names,
      tags: ["several"],
    });
    expect(droplets.map(({ name }: { name: string }) => name)).toEqual(names);
    expect(links.actions.map(({ rel }: { rel: string }) => rel)).toEqual(["multiple_create", "multiple_create"]);
    expect((await ocean.get("droplets?name=several-2")).droplets).toMatchObject([{ id: droplets[1].id }]);
    expect((await ocean.get("droplets?tag_name=several&per_page=1")).meta).toEqual({ total: 2 });
    expect((await ocean.get(`droplets/${droplets[0].id}/neighbors`)).droplets).toMatchObject([{ id: droplets[1].id }]);
    const { actions } = await ocean.must(201, "POST", "droplets/actions?tag_name=several", { type: "power_off" });
    expect(actions).toHaveLength(2);
    expect((await ocean.get(`droplets/${droplets[0].id}`)).droplet.status).toBe("off");
    await ocean.must(204, "DELETE", "droplets?tag_name=several");
    expect((await ocean.get("droplets?tag_name=several")).droplets).toEqual([]);
    expect(await ocean.refusal("DELETE", "droplets?tag_name=several")).toEqual(NOT_FOUND);
  });

  test.each([
    [{ name: "no spaces" }, "Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)"],
    [{ name: undefined }, "Name can't be blank"],
    [{ region: "mars1" }, "You specified an invalid region for Droplet creation."],
    [{ region: "ams2" }, "Region ams2 is not available for Droplet creation."],
    [{ size: "huge" }, "You specified an invalid size for Droplet creation."],
    [{ size: "512mb" }, "Size is not available in this region."],
    [{ image: "windows-95" }, "You specified an invalid image for Droplet creation."],
    [{ image: "docker-20-04", size: "s-1vcpu-512mb-10gb" }, "This size is too small for the image's disk."],
    [{ ssh_keys: [1] }, "1 are invalid key identifiers for Droplet creation."],
    [{ vpc_uuid: "none" }, "You specified an invalid VPC: it must exist in the resource's region."],
    [{ backup_policy: { plan: "daily" } }, "A backup policy needs backups to be enabled."],
    [{ backups: true, backup_policy: { plan: "weekly", hour: 3 } }, "Hour must be one of 0, 4, 8, 12, 16, 20"],
    [
      { tags: ["no spaces"] },
      "Tag name no spaces is invalid: letters, numbers, colons, dashes and underscores are allowed.",
    ],
  ])("that cannot be made are refused: %j", async (wrong, message) => {
    const before = (await ocean.get("droplets")).meta.total;
    expect(await ocean.refusal("POST", "droplets", { ...usual, ...wrong })).toEqual([422, message]);
    expect((await ocean.get("droplets")).meta.total).toBe(before);
  });

  test("have backups with a policy", async () => {
    const { id } = await ocean.droplet({ backups: true });
    const policy = async () => (await ocean.get(`droplets/${id}/backups/policy`)).policy;
    expect(await policy()).toMatchObject({
      backup_enabled: true,
      backup_policy: { plan: "weekly", weekday: "SUN", hour: 0, retention_period_days: 28, window_length_hours: 4 },
      next_backup_window: { start: expect.stringMatching(/T00:00:00Z$/), end: expect.stringMatching(/T04:00:00Z$/) },
    });
    await ocean.act(`droplets/${id}`, { type: "change_backup_policy", backup_policy: { plan: "daily", hour: 8 } });
    expect((await policy()).backup_policy).toEqual({
      plan: "daily",
      hour: 8,
      retention_period_days: 7,
      window_length_hours: 4,
    });
    expect((await ocean.get("droplets/backups/policies")).policies[id]).toEqual(await policy());
    await ocean.act(`droplets/${id}`, { type: "disable_backups" });
    expect([(await policy()).backup_enabled, (await ocean.get(`droplets/${id}`)).droplet.next_backup_window]).toEqual([
      false,
      null,
    ]);
    expect(await ocean.refusal("POST", `droplets/${id}/actions`, { type: "disable_backups" })).toEqual([
      422,
      "Backups are not enabled for this Droplet.",
    ]);
    const { supported_policies } = await ocean.get("droplets/backups/supported_policies");
    expect(supported_policies.map(({ name }: { name: string }) => name)).toEqual(["weekly", "daily"]);
  });

  test("are switched off and on, resized, renamed, and listed with their actions", async () => {
    const { id } = await ocean.droplet();
    const path = `droplets/${id}`;
    const now = async () => (await ocean.get(path)).droplet;
    const refused = (body: object) => ocean.refusal("POST", `${path}/actions`, { ...body });
    const size = "s-1vcpu-2gb";
    expect(await refused({ type: "power_on" })).toEqual([422, "Droplet is already powered on."]);
    expect(await refused({ type: "resize", size })).toEqual([
      422,
      "Droplet is currently on. Please power it off to run this event.",
    ]);
    await ocean.act(path, { type: "power_off" });
    expect((await now()).status).toBe("off");
    expect(await refused({ type: "power_off" })).toEqual([422, "Droplet is already powered off."]);
    expect(await refused({ type: "reboot" })).toEqual([
      422,
      "Droplet is currently off. Please power it on to run this event.",
    ]);
    await ocean.act(path, { type: "resize", size });
    expect(await now()).toMatchObject({ size_slug: size, memory: 2048, disk: 25 });
    await ocean.act(path, { type: "resize", size, disk: true });
    expect((await now()).disk).toBe(50);
    expect(await refused({ type: "resize", size: "s-1vcpu-1gb", disk: true })).toEqual([
      422,
      "Size can not decrease size of Droplet's disk image",
    ]);
    expect(await refused({ type: "resize", size: "s-1vcpu-1gb" })).toEqual([
      422,
      "Size can not be smaller than the Droplet's original size",
    ]);
    await ocean.act(path, { type: "shutdown" });
    await ocean.act(path, { type: "power_on" });
    for (const type of ["reboot", "power_cycle"]) await ocean.act(path, { type });
    await ocean.act(path, { type: "rename", name: "renamed" });
    await ocean.act(path, { type: "enable_ipv6" });
    expect(await now()).toMatchObject({ status: "active", name: "renamed", networks: { v6: [{ type: "public" }] } });
    expect(await refused({ type: "explode" })).toEqual([422, "You specified an invalid action type."]);
    const { actions, meta } = await ocean.get(`${path}/actions?per_page=3`);
    expect(actions.map(({ type }: { type: string }) => type)).toEqual(["enable_ipv6", "rename", "power_cycle"]);
    expect(meta.total).toBe(10);
    expect(await ocean.refusal("GET", `${path}/actions/1`)).toEqual(NOT_FOUND);
  });

  test("are snapshot, rebuilt and restored", async () => {
    const { id } = await ocean.droplet();
    const path = `droplets/${id}`;
    await ocean.act(path, { type: "snapshot", name: "before" });
    const { snapshots } = await ocean.get(`${path}/snapshots`);
    expect(snapshots).toMatchObject([{ name: "before", type: "snapshot", public: false, distribution: "Ubuntu" }]);
    const snapshot = snapshots[0].id;
    expect((await ocean.get(path)).droplet.snapshot_ids).toEqual([snapshot]);
    await ocean.act(path, { type: "rebuild", image: "debian-12-x64" });
    expect((await ocean.get(path)).droplet.image.slug).toBe("debian-12-x64");
    await ocean.act(path, { type: "restore", image: snapshot });
    expect((await ocean.get(path)).droplet.image).toMatchObject({ id: snapshot, name: "before" });
    expect(await ocean.refusal("POST", `${path}/actions`, { type: "restore", image: 7 })).toEqual([
      422,
      "You specified an invalid image: it must be a backup or a snapshot of the Droplet.",
    ]);
    await ocean.act(`images/${snapshot}`, { type: "transfer", region: "lon1" });
    await ocean.must(200, "PUT", `images/${snapshot}`, { name: "after" });
    expect((await ocean.get(`snapshots/${snapshot}`)).snapshot).toMatchObject({
      id: String(snapshot),
      name: "after",
      resource_id: String(id),
      resource_type: "droplet",
      regions: ["tor1", "lon1"],
    });
    // It outlives its droplet.
    await ocean.must(204, "DELETE", path);
    expect((await ocean.get("images?private=true")).images).toMatchObject([{ id: snapshot }]);
    const of = await ocean.droplet({ image: snapshot });
    expect(of.image.id).toBe(snapshot);
    await ocean.must(204, "DELETE", `snapshots/${snapshot}`);
    expect((await ocean.get("snapshots?resource_type=droplet")).snapshots).toEqual([]);
  });

  test("have one action at a time", async () => {
    const { droplet } = await slow.must(202, "POST", "droplets", usual);
    const path = `droplets/${droplet.id}`;
    const pending = [422, "Droplet already has a pending event."];
    expect(await slow.refusal("POST", `${path}/actions`, { type: "power_off" })).toEqual(pending);
    expect(await slow.refusal("DELETE", path)).toEqual(pending);
    expect((await slow.get(path)).droplet).toMatchObject({ status: "new", locked: true });
    expect((await slow.get(`${path}/actions`)).actions).toMatchObject([
      { status: "in-progress", type: "create", completed_at: null },
    ]);
    const { volume } = await slow.must(201, "POST", "volumes", { name: "data", region: "tor1", size_gigabytes: 1 });
    const attach = { type: "attach", droplet_id: droplet.id };
    expect(await slow.refusal("POST", `volumes/${volume.id}/actions`, attach)).toEqual(pending);
  });
});
