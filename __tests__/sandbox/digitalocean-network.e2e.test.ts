import { NOT_FOUND, Ocean } from "./ocean";
import { Temporary } from "./temporary";

jest.setTimeout(120_000);

const temporary = new Temporary();
let ocean: Ocean;
beforeAll(async () => {
  ocean = await Ocean.start(temporary.folder());
});
afterAll(() => temporary.remove());

describe("VPCs", () => {
  test("are made beside a region's default one, changed, and deleted when they are empty", async () => {
    const { vpc } = await ocean.must(201, "POST", "vpcs", { name: "lab", region: "sgp1", ip_range: "10.10.0.0/24" });
    expect(vpc).toMatchObject({ urn: `do:vpc:${vpc.id}`, ip_range: "10.10.0.0/24", default: false, description: "" });
    const { vpcs } = await ocean.get("vpcs");
    const usual = vpcs.find((one: { region: string; default: boolean }) => one.region === "sgp1" && one.default);
    expect(usual.name).toBe("default-sgp1");
    await ocean.must(200, "PATCH", `vpcs/${vpc.id}`, { description: "of the lab" });
    await ocean.must(200, "PUT", `vpcs/${vpc.id}`, { name: "lab-2" });
    expect((await ocean.get(`vpcs/${vpc.id}`)).vpc).toMatchObject({ name: "lab-2", description: "" });
    const droplet = await ocean.droplet({ region: "sgp1", vpc_uuid: vpc.id });
    expect(droplet.networks.v4[0]).toMatchObject({ ip_address: "10.10.0.2", gateway: "10.10.0.1", type: "private" });
    expect((await ocean.get(`vpcs/${vpc.id}/members?resource_type=droplet`)).members).toMatchObject([
      { urn: `do:droplet:${droplet.id}`, name: "node" },
    ]);
    expect((await ocean.get(`vpcs/${vpc.id}/members?resource_type=database`)).members).toEqual([]);
    expect(await ocean.refusal("DELETE", `vpcs/${vpc.id}`)).toEqual([409, "Can not delete VPC with members"]);
    await ocean.must(204, "DELETE", `droplets/${droplet.id}`);
    await ocean.must(204, "DELETE", `vpcs/${vpc.id}`);
    expect(await ocean.refusal("DELETE", `vpcs/${usual.id}`)).toEqual([403, "Can not delete default VPCs"]);
  });

  test.each([
    ["10.20.0.0/16", "This range/size overlaps with another VPC network in your account"],
    ["10.213.4.0/24", "This range/size overlaps with a reserved range"],
    ["8.8.0.0/16", "ip_range must be in a range of private addresses (RFC 1918)"],
    ["10.0.0.0/8", "ip_range must be between /16 and /28"],
    ["10.30.0.1/24", "ip_range is not a valid network in CIDR notation"],
  ])("refuse the range %s", async (ip_range, message) => {
    await ocean.ask("POST", "vpcs", { name: "taken", region: "tor1", ip_range: "10.20.5.0/24" });
    const wanted = { name: "other", region: "tor1", ip_range };
    expect(await ocean.refusal("POST", "vpcs", wanted)).toEqual([422, message]);
  });
});

const everywhere = { addresses: ["0.0.0.0/0", "::/0"] };
const ssh = { protocol: "tcp", ports: "22", sources: everywhere };
const out = { protocol: "tcp", ports: "all", destinations: everywhere };

describe("firewalls", () => {
  test("are waiting, then succeeded, and cover droplets by id and by tag", async () => {
    const slow = await Ocean.start(temporary.folder(), 3_600);
    const { droplet } = await slow.must(202, "POST", "droplets", {
      name: "covered",
      region: "tor1",
      size: "s-1vcpu-1gb",
      image: "debian-12-x64",
    });
    const { firewall: waiting } = await slow.must(202, "POST", "firewalls", {
      name: "slow",
      inbound_rules: [ssh],
      droplet_ids: [droplet.id],
    });
    expect([waiting.status, waiting.pending_changes]).toEqual([
      "waiting",
      [{ droplet_id: droplet.id, removing: false, status: "waiting" }],
    ]);

    const [one, two] = [await ocean.droplet({ tags: ["web"] }), await ocean.droplet()];
    const body = { name: "front", inbound_rules: [ssh], outbound_rules: [out], tags: ["web"] };
    const { firewall } = await ocean.must(202, "POST", "firewalls", body);
    expect(firewall).toMatchObject({
      name: "front",
      status: "succeeded",
      droplet_ids: [],
      tags: ["web"],
      pending_changes: [],
      // As the API says "all".
      outbound_rules: [{ ...out, ports: "0" }],
    });
    const path = `firewalls/${firewall.id}`;
    await ocean.must(204, "POST", `${path}/droplets`, { droplet_ids: [two.id] });
    for (const { id } of [one, two]) {
      expect((await ocean.get(`droplets/${id}/firewalls`)).firewalls).toMatchObject([{ id: firewall.id }]);
    }
    await ocean.must(204, "DELETE", `${path}/droplets`, { droplet_ids: [two.id] });
    await ocean.must(204, "DELETE", `${path}/tags`, { tags: ["web"] });
    expect((await ocean.get(`droplets/${one.id}/firewalls`)).firewalls).toEqual([]);
    await ocean.must(204, "POST", `${path}/tags`, { tags: ["web"] });
    const ping = { protocol: "icmp", sources: { tags: ["web"] } };
    await ocean.must(204, "POST", `${path}/rules`, { inbound_rules: [ping] });
    await ocean.must(204, "DELETE", `${path}/rules`, { inbound_rules: [ssh] });
    expect((await ocean.get(path)).firewall).toMatchObject({ tags: ["web"], inbound_rules: [{ ...ping, ports: "0" }] });
    const { firewall: updated } = await ocean.must(200, "PUT", path, { name: "renamed", inbound_rules: [ssh] });
    expect(updated).toMatchObject({ name: "renamed", outbound_rules: [], tags: [] });
    expect(await ocean.refusal("POST", "firewalls", { ...body, name: "renamed" })).toEqual([409, "duplicate name"]);
    await ocean.must(204, "DELETE", path);
    expect(await ocean.refusal("GET", path)).toEqual(NOT_FOUND);
  });

  test.each([
    [{ inbound_rules: [] }, 400, "at least one rule must be specified"],
    [
      { inbound_rules: [{ ...ssh, ports: "0-70000" }] },
      400,
      "ports 0-70000 must be a port, a range such as 8000-9000, or all",
    ],
    [{ inbound_rules: [{ ...ssh, ports: undefined }] }, 400, "ports must be given for tcp"],
    [{ inbound_rules: [{ ...ssh, protocol: "gre" }] }, 422, "Protocol must be one of tcp, udp, icmp"],
    [
      { inbound_rules: [{ ...ssh, sources: { addresses: ["here"] } }] },
      400,
      "address here must be an IP address or a network in CIDR notation",
    ],
    [{ inbound_rules: [{ ...ssh, sources: { tags: ["unknown"] } }] }, 400, "tag unknown does not exist"],
    [{ droplet_ids: [1] }, 400, "droplet 1 does not exist"],
  ])("that cannot be made are refused: %j", async (wrong, status, message) => {
    const usual = { name: "wrong", inbound_rules: [ssh] };
    expect(await ocean.refusal("POST", "firewalls", { ...usual, ...wrong })).toEqual([status, message]);
  });
});

describe("reserved IPs", () => {
  test("move from droplet to droplet, and stay", async () => {
    const [one, two] = [await ocean.droplet({ region: "nyc3" }), await ocean.droplet({ region: "nyc3" })];
    const { reserved_ip, links } = await ocean.must(202, "POST", "reserved_ips", { droplet_id: one.id });
    expect(reserved_ip.ip).toMatch(/^10\.214\./);
    expect(links).toMatchObject({ droplets: [{ id: one.id }], actions: [{ rel: "assign_ip" }] });
    const path = `reserved_ips/${reserved_ip.ip}`;
    const holder = async () => (await ocean.get(path)).reserved_ip.droplet?.id;
    expect(await holder()).toBe(one.id);
    const action = await ocean.act(path, { type: "assign", droplet_id: two.id });
    expect([action.type, await holder()]).toEqual(["assign_ip", two.id]);
    await ocean.act(path, { type: "unassign" });
    expect((await ocean.get(path)).reserved_ip).toMatchObject({
      droplet: null,
      region: { slug: "nyc3" },
      locked: false,
    });
    const refused = (body: object) => ocean.refusal("POST", `${path}/actions`, { ...body });
    expect(await refused({ type: "unassign" })).toEqual([422, "The reserved IP is not assigned to a Droplet."]);
    const far = await ocean.droplet({ region: "fra1" });
    expect(await refused({ type: "assign", droplet_id: far.id })).toEqual([
      422,
      "The reserved IP and the Droplet must be in the same region.",
    ]);
    await ocean.act(path, { type: "assign", droplet_id: one.id });
    expect(await ocean.refusal("POST", "reserved_ips", { droplet_id: one.id })).toEqual([
      422,
      "The Droplet already has a reserved IP.",
    ]);
    expect((await ocean.get(`${path}/actions`)).meta.total).toBe(4);
    await ocean.must(204, "DELETE", `droplets/${one.id}`);
    expect(await holder()).toBeUndefined();
    await ocean.must(204, "DELETE", path);
    expect(await ocean.refusal("GET", path)).toEqual(NOT_FOUND);
  });

  test("are made for a region, and listed", async () => {
    const { reserved_ip } = await ocean.must(202, "POST", "reserved_ips", { region: "lon1" });
    expect(reserved_ip).toMatchObject({ droplet: null, region: { slug: "lon1" } });
    expect((await ocean.get("reserved_ips")).reserved_ips).toEqual([reserved_ip]);
    expect(await ocean.refusal("POST", "reserved_ips", {})).toEqual([422, "Region can't be blank"]);
    await ocean.must(204, "DELETE", `reserved_ips/${reserved_ip.ip}`);
  });
});
