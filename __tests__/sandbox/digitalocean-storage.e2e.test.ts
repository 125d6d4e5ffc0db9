import { NOT_FOUND, Ocean } from "./ocean";
import { Temporary } from "./temporary";

jest.setTimeout(120_000);

const temporary = new Temporary();
let ocean: Ocean;
beforeAll(async () => {
  ocean = await Ocean.start(temporary.folder());
});
afterAll(() => temporary.remove());

async function volume(name: string, more: object = {}) {
  return (await ocean.must(201, "POST", "volumes", { name, region: "tor1", size_gigabytes: 10, ...more })).volume;
}

describe("volumes", () => {
  test("are made, listed by name and region, and deleted by id or name", async () => {
    const made = await volume("listed", {
      description: "d",
      filesystem_type: "ext4",
      filesystem_label: "data",
      tags: ["t"],
    });
    expect(made).toMatchObject({
      name: "listed",
      size_gigabytes: 10,
      description: "d",
      filesystem_type: "ext4",
      filesystem_label: "data",
      region: { slug: "tor1" },
      droplet_ids: [],
      tags: ["t"],
    });
    expect(await ocean.get(`volumes/${made.id}`)).toEqual({ volume: made });
    await volume("listed", { region: "fra1" });
    const total = async (query: string) => (await ocean.get(`volumes?${query}&per_page=1`)).meta.total;
    expect([await total("name=listed"), await total("name=listed&region=fra1"), await total("name=x")]).toEqual([
      2, 1, 0,
    ]);
    await ocean.must(204, "DELETE", "volumes?name=listed&region=fra1");
    await ocean.must(204, "DELETE", `volumes/${made.id}`);
    expect(await ocean.refusal("GET", `volumes/${made.id}`)).toEqual(NOT_FOUND);
  });

  test.each([
    [{ name: "Upper" }, 422, "Name must be lowercase, begin with a letter, and have letters, digits and dashes only"],
    [{ size_gigabytes: 0 }, 422, "Size gigabytes must be between 1 and 16384"],
    [{ size_gigabytes: "10" }, 422, "Size gigabytes must be a number"],
    [{ region: undefined }, 422, "Region can't be blank"],
    [{ filesystem_type: "ntfs" }, 422, "Filesystem type must be one of , ext4, xfs"],
    [{ snapshot_id: "none" }, ...NOT_FOUND],
  ])("that cannot be made are refused: %j", async (wrong, status, message) => {
    const usual = { name: "wrong", region: "tor1", size_gigabytes: 10 };
    expect(await ocean.refusal("POST", "volumes", { ...usual, ...wrong })).toEqual([status, message]);
  });

  test("are attached to one droplet, detached, and only grow", async () => {
    const { id } = await volume("attached");
    const path = `volumes/${id}`;
    const refused = (body: object) => ocean.refusal("POST", `${path}/actions`, { ...body });
    expect(await ocean.refusal("POST", "volumes", { name: "attached", region: "tor1", size_gigabytes: 1 })).toEqual([
      409,
      "A volume with that name already exists in this region.",
    ]);
    const here = (await ocean.droplet()).id;
    const elsewhere = (await ocean.droplet({ region: "fra1" })).id;
    expect(await refused({ type: "attach", droplet_id: elsewhere })).toEqual([
      422,
      "Droplet and volume must be in the same region.",
    ]);
    expect(await refused({ type: "detach", droplet_id: here })).toEqual([
      422,
      "Volume is not attached to the Droplet.",
    ]);
    const action = await ocean.act(path, { type: "attach", droplet_id: here });
    expect(action).toMatchObject({ type: "attach_volume", resource_type: "volume", region_slug: "tor1" });
    expect((await ocean.get(path)).volume.droplet_ids).toEqual([here]);
    expect((await ocean.get(`droplets/${here}`)).droplet.volume_ids).toEqual([id]);
    expect(await refused({ type: "attach", droplet_id: here })).toEqual([
      422,
      "Volume is already attached to a Droplet.",
    ]);
    expect(await ocean.refusal("DELETE", path)).toEqual([
      409,
      "A volume that's attached to a Droplet cannot be deleted. Please detach it first before deleting.",
    ]);
    await ocean.act(path, { type: "resize", size_gigabytes: 20, region: "tor1" });
    expect((await ocean.get(path)).volume.size_gigabytes).toBe(20);
    expect(await refused({ type: "resize", size_gigabytes: 19 })).toEqual([
      422,
      "Volumes can only be resized upwards.",
    ]);
    const detach = { type: "detach", droplet_id: here, volume_name: "attached", region: "tor1" };
    await ocean.must(202, "POST", "volumes/actions", detach);
    expect((await ocean.get(path)).volume.droplet_ids).toEqual([]);
    expect((await ocean.get(`${path}/actions`)).actions.map(({ type }: { type: string }) => type)).toEqual([
      "detach_volume",
      "resize_volume",
      "attach_volume",
    ]);
    // A deleted droplet leaves its volumes.
    const { droplet } = await ocean.must(202, "POST", "droplets", {
      name: "with-volume",
      region: "tor1",
      size: "s-1vcpu-1gb",
      image: "debian-12-x64",
      volumes: [{ id }],
    });
    expect((await ocean.get(path)).volume.droplet_ids).toEqual([droplet.id]);
    await ocean.must(204, "DELETE", `droplets/${droplet.id}`);
    expect((await ocean.get(path)).volume.droplet_ids).toEqual([]);
  });

  test("have snapshots, of which others are made", async () => {
    const { id } = await volume("original");
    const { snapshot } = await ocean.must(201, "POST", `volumes/${id}/snapshots`, { name: "copy", tags: ["copied"] });
    expect(snapshot).toMatchObject({
      name: "copy",
      resource_id: id,
      resource_type: "volume",
      min_disk_size: 10,
      regions: ["tor1"],
      tags: ["copied"],
    });
    expect((await ocean.get(`volumes/${id}/snapshots`)).snapshots).toEqual([snapshot]);
    expect((await ocean.get(`volumes/snapshots/${snapshot.id}`)).snapshot).toEqual(snapshot);
    expect((await ocean.get("snapshots?resource_type=volume")).snapshots).toEqual([snapshot]);
    const too = { name: "small", region: "tor1", snapshot_id: snapshot.id, size_gigabytes: 5 };
    expect(await ocean.refusal("POST", "volumes", too)).toEqual([422, "Size gigabytes must be between 10 and 16384"]);
    const grown = await volume("of-snapshot", { snapshot_id: snapshot.id, size_gigabytes: 12 });
    expect(grown.size_gigabytes).toBe(12);
    await ocean.must(204, "DELETE", `snapshots/${snapshot.id}`);
    expect(await ocean.refusal("GET", `snapshots/${snapshot.id}`)).toEqual(NOT_FOUND);
  });
});

describe("tags", () => {
  test("are put on resources of all kinds, counted, and taken away", async () => {
    await ocean.must(201, "POST", "tags", { name: "Survey" });
    // The first spelling stays.
    expect((await ocean.must(201, "POST", "tags", { name: "survey" })).tag.name).toBe("Survey");
    const droplet = await ocean.droplet();
    const { id } = await volume("tagged");
    const resources = [
      { resource_id: String(droplet.id), resource_type: "droplet" },
      { resource_id: id, resource_type: "volume" },
    ];
    await ocean.must(204, "POST", "tags/Survey/resources", { resources });
    const { tag } = await ocean.get("tags/Survey");
    expect(tag.resources).toMatchObject({
      count: 2,
      last_tagged_uri: `${ocean.url}/v2/volumes/${id}`,
      droplets: { count: 1, last_tagged_uri: `${ocean.url}/v2/droplets/${droplet.id}` },
      volumes: { count: 1 },
      images: { count: 0 },
      databases: { count: 0 },
    });
    expect((await ocean.get(`droplets/${droplet.id}`)).droplet.tags).toEqual(["Survey"]);
    await ocean.must(204, "DELETE", "tags/Survey/resources", { resources: resources.slice(1) });
    expect((await ocean.get(`volumes/${id}`)).volume.tags).toEqual([]);
    await ocean.must(204, "DELETE", "tags/Survey");
    expect((await ocean.get(`droplets/${droplet.id}`)).droplet.tags).toEqual([]);
    expect(await ocean.refusal("GET", "tags/Survey")).toEqual(NOT_FOUND);
  });

  test("refuse what does not exist", async () => {
    await ocean.must(201, "POST", "tags", { name: "lonely" });
    const put = (resource_type: string) =>
      ocean.refusal("POST", "tags/lonely/resources", { resources: [{ resource_id: "1", resource_type }] });
    expect(await put("droplet")).toEqual(NOT_FOUND);
    expect(await put("planet")).toEqual([
      422,
      "Resource type planet must be one of droplet, image, volume, volume_snapshot, database",
    ]);
  });
});
