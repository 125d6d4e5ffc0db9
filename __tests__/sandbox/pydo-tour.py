"""Goes through DigitalOcean's API with pydo, as an operator's script would, and prints what it saw as JSON."""

import json
import sys

from azure.core.exceptions import HttpResponseError
from azure.core.pipeline.policies import HeadersPolicy
from pydo import Client

# pydo's own policy sends a token over HTTPS only.
client = Client(
    "sandbox",
    endpoint=sys.argv[1],
    authentication_policy=HeadersPolicy({"Authorization": "Bearer sandbox"}),
)
saw = {}

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1cWKGCQKrWTE4FMtVOmZHWLvQfkJLLnYpCgxz3fDbL"
PLACE = {"region": "tor1", "size": "s-1vcpu-1gb", "image": "ubuntu-24-04-x64"}


def refused(work):
    """What pydo raises; a 404 it gives back."""
    try:
        work()
    except HttpResponseError as error:
        return [error.status_code, json.loads(error.response.text())["message"]]


def done(action, get):
    """An action that has been seen completed."""
    while action["status"] == "in-progress":
        action = get(action["id"])["action"]
    return action["status"]


saw["account"] = client.account.get()["account"]["status"]
saw["regions"] = [region["slug"] for region in client.regions.list(per_page=200)["regions"]]
saw["sizes"] = client.sizes.list(per_page=1)["meta"]["total"]
saw["image"] = client.images.get("ubuntu-24-04-x64")["image"]["distribution"]

key = client.ssh_keys.create({"name": "pydo", "public_key": KEY})["ssh_key"]
saw["key in use"] = refused(lambda: client.ssh_keys.create({"name": "again", "public_key": KEY}))

made = client.droplets.create({"names": ["one", "two"], "ssh_keys": [key["id"]], "tags": ["pydo"], **PLACE})
for link in made["links"]["actions"]:
    done(client.actions.get(link["id"])["action"], client.actions.get)
one, two = (droplet["id"] for droplet in made["droplets"])
saw["wrong size"] = refused(lambda: client.droplets.create({"name": "x", **PLACE, "size": "huge"}))

names = []
page = client.droplets.list(per_page=1)
while True:
    names += [droplet["name"] for droplet in page["droplets"]]
    if "next" not in page["links"].get("pages", {}):
        break
    page = client.droplets.list(per_page=1, page=len(names) + 1)
saw["names by pages"] = names

for action in ({"type": "power_off"}, {"type": "resize", "size": "s-1vcpu-2gb"}, {"type": "power_on"}):
    asked = client.droplet_actions.post(droplet_id=one, body=action)["action"]
    done(asked, lambda number: client.droplet_actions.get(droplet_id=one, action_id=number))
saw["resized"] = client.droplets.get(one)["droplet"]["size_slug"]
client.droplet_actions.post_by_tag(tag_name="pydo", body={"type": "enable_backups"})
while not client.droplets.get_backup_policy(one)["policy"]["backup_enabled"]:
    pass
saw["backup plan"] = client.droplets.get_backup_policy(one)["policy"]["backup_policy"]["plan"]

volume = client.volumes.create({"name": "data", "region": "tor1", "size_gigabytes": 10})["volume"]["id"]
attach = client.volume_actions.post_by_id(volume_id=volume, body={"type": "attach", "droplet_id": one})["action"]
done(attach, lambda number: client.volume_actions.get(volume_id=volume, action_id=number))
saw["attached"] = client.volumes.get(volume)["volume"]["droplet_ids"] == [one]

ip = client.reserved_ips.create({"droplet_id": one})["reserved_ip"]["ip"]
while client.reserved_ips.get(ip)["reserved_ip"]["droplet"] is None:
    pass
move = client.reserved_ips_actions.post(reserved_ip=ip, body={"type": "assign", "droplet_id": two})["action"]
done(move, lambda number: client.reserved_ips_actions.get(reserved_ip=ip, action_id=number))
saw["moved"] = client.reserved_ips.get(ip)["reserved_ip"]["droplet"]["id"] == two

vpc = client.vpcs.create({"name": "pydo", "region": "fra1", "ip_range": "10.40.0.0/24"})["vpc"]["id"]
client.vpcs.patch(vpc, {"description": "changed"})
saw["vpc"] = client.vpcs.get(vpc)["vpc"]["description"]
overlap = {"name": "other", "region": "fra1", "ip_range": "10.40.0.0/25"}
saw["overlap"] = refused(lambda: client.vpcs.create(overlap))

ssh = {"protocol": "tcp", "ports": "22", "sources": {"addresses": ["0.0.0.0/0"]}}
firewall = client.firewalls.create({"name": "pydo", "inbound_rules": [ssh], "tags": ["pydo"]})["firewall"]["id"]
client.firewalls.assign_droplets(firewall, {"droplet_ids": [one]})
saw["firewall"] = client.firewalls.get(firewall)["firewall"]["droplet_ids"] == [one]

client.domains.create({"name": "pydo.example", "ip_address": "192.0.2.1"})
www = {"type": "CNAME", "name": "www", "data": "pydo.example."}
record = client.domains.create_record("pydo.example", www)["domain_record"]["id"]
client.domains.patch_record("pydo.example", record, {"type": "CNAME", "ttl": 300})
saw["record"] = client.domains.get_record("pydo.example", record)["domain_record"]["ttl"]

project = client.projects.create({"name": "pydo", "purpose": "IoT"})["project"]["id"]
client.projects.assign_resources(project, {"resources": [f"do:droplet:{one}"]})
saw["project"] = client.projects.list_resources(project)["meta"]["total"]
saw["tagged"] = client.tags.get("pydo")["tag"]["resources"]["droplets"]["count"]

alerts = {"email": ["ops@example.org"], "slack": []}
policy = {
    "type": "v1/insights/droplet/cpu",
    "description": "busy",
    "compare": "GreaterThan",
    "value": 80,
    "window": "5m",
}
policy |= {"alerts": alerts, "entities": [str(one)], "tags": [], "enabled": True}
alert = client.monitoring.create_alert_policy(policy)["policy"]["uuid"]
client.monitoring.update_alert_policy(alert, {**policy, "value": 90})
saw["alert"] = client.monitoring.get_alert_policy(alert)["policy"]["value"]
check = client.uptime.create_check({"name": "front", "type": "ping", "target": "example.org", "regions": ["us_east"]})
saw["check"] = client.uptime.get_check_state(check["check"]["id"])["state"]["regions"]["us_east"]["status"]

signed = client.certificates.create({"name": "le", "type": "lets_encrypt", "dns_names": ["www.pydo.example"]})
saw["certificate"] = signed["certificate"]["state"]

cluster = {"name": "pydo", "engine": "pg", "size": "db-s-1vcpu-1gb", "region": "tor1", "num_nodes": 1}
database = client.databases.create_cluster(cluster)["database"]["id"]
while client.databases.get_cluster(database)["database"]["status"] != "online":
    pass
client.databases.add_user(database, {"name": "reader"})
saw["users"] = [user["name"] for user in client.databases.list_users(database)["users"]]

client.databases.destroy_cluster(database)
client.certificates.delete(signed["certificate"]["id"])
client.uptime.delete_check(check["check"]["id"])
client.monitoring.delete_alert_policy(alert)
client.domains.delete("pydo.example")
client.firewalls.delete(firewall)
client.vpcs.delete(vpc)
client.droplets.destroy_by_tag(tag_name="pydo")
client.reserved_ips.delete(ip)
client.volumes.delete(volume)
client.projects.delete(project)
client.ssh_keys.delete(key["fingerprint"])
saw["gone"] = client.droplets.get(one)["id"]
saw["not emulated"] = refused(lambda: client.kubernetes.list_clusters())
print(json.dumps(saw))
