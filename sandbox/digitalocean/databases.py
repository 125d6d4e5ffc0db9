"""Managed PostgreSQL and MySQL: clusters, their users, databases and firewalls. No database runs behind them."""

from __future__ import annotations

import base64
import ipaddress
import re
import secrets
import time
import uuid
from typing import Any, Callable

from .api import Answer, Call, Fields, conflict, forbidden, not_found, route, unprocessable
from .authority import authority_certificate
from .catalogue import REGIONS, region_named
from .projects import adopt, project_id_of
from .store import Store, Thing, stamp
from .tags import put_tags, tagged_with, tags_of, untag_all
from .vpcs import vpc_for

#: GiB of disk a node.
_SIZES = {
    "db-s-1vcpu-1gb": 10,
    "db-s-1vcpu-2gb": 30,
    "db-s-2vcpu-4gb": 60,
    "db-s-4vcpu-8gb": 140,
    "db-s-6vcpu-16gb": 290,
    "db-s-8vcpu-32gb": 580,
    "db-s-16vcpu-64gb": 1120,
    "gd-2vcpu-8gb": 50,
    "gd-4vcpu-16gb": 100,
    "gd-8vcpu-32gb": 230,
}
_NODES = {1: list(_SIZES), 2: list(_SIZES)[1:], 3: list(_SIZES)[1:]}
_ENGINES: dict[str, Thing] = {
    "pg": {"versions": ["14", "15", "16", "17"], "scheme": "postgresql", "port": 25060, "tls": "sslmode=require"},
    "mysql": {"versions": ["8"], "scheme": "mysql", "port": 25060, "tls": "ssl-mode=REQUIRED"},
}
#: The API has them too; the sandbox does not.
_OTHERS = ["redis", "valkey", "mongodb", "kafka", "opensearch", "advanced_pg", "advanced_mysql"]
_ADMIN, _FIRST_DATABASE = "doadmin", "defaultdb"
_PLUGINS = ["mysql_native_password", "caching_sha2_password"]
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_RULE_TYPES = ["droplet", "k8s", "ip_addr", "tag", "app"]
_SQL_MODE = "ANSI,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_ZERO_DATE,NO_ZERO_IN_DATE,STRICT_ALL_TABLES"


def _cluster(store: Store, known: str) -> Thing:
    if known not in store.databases:
        raise not_found()
    return store.databases[known]


def _connection(cluster: Thing, private: bool) -> Thing:
    """A name that resolves nowhere: no database runs."""
    engine, admin = _ENGINES[cluster["engine"]], cluster["users"][_ADMIN]
    host = f"{'private-' if private else ''}{cluster['name']}-do-user-0.db.sandbox.invalid"
    place = f"{host}:{engine['port']}/{_FIRST_DATABASE}?{engine['tls']}"
    return {
        "protocol": engine["scheme"],
        "uri": f"{engine['scheme']}://{_ADMIN}:{admin['password']}@{place}",
        "database": _FIRST_DATABASE,
        "host": host,
        "port": engine["port"],
        "user": _ADMIN,
        "password": admin["password"],
        "ssl": True,
    }


def _view(store: Store, cluster: Thing) -> Thing:
    busy = time.time() < cluster["busy_until"]
    hidden = ("busy", "busy_until", "users", "databases", "rules", "config", "sql_mode", "autoscale")
    return {
        **{name: value for name, value in cluster.items() if name not in hidden},
        "status": cluster["busy"] if busy else "online",
        "connection": _connection(cluster, False),
        "private_connection": _connection(cluster, True),
        "users": list(cluster["users"].values()),
        "db_names": list(cluster["databases"]),
        "tags": tags_of(store, "database", cluster["id"]),
        "project_id": project_id_of(store, f"do:dbaas:{cluster['id']}"),
        "rules": cluster["rules"],
    }


def _begin(store: Store, cluster: Thing, status: str) -> None:
    cluster |= {"busy": status, "busy_until": time.time() + store.action_seconds}


def _password() -> str:
    return f"AVNS_{secrets.token_urlsafe(15)}"


def _user(cluster: Thing, name: str, role: str, plugin: str) -> Thing:
    user = {"name": name, "role": role, "password": _password()}
    return {**user, "mysql_settings": {"auth_plugin": plugin}} if cluster["engine"] == "mysql" else user


def _layout(body: Fields, before: Thing) -> Thing:
    size, nodes = body.text("size", before["size"]), body.number("num_nodes", before["num_nodes"])
    if nodes not in _NODES:
        raise unprocessable("invalid num_nodes: it must be 1, 2 or 3")
    if size not in _NODES[nodes]:
        raise unprocessable(f"invalid size: {size} with {nodes} nodes must be one of {', '.join(_NODES[nodes])}")
    least = _SIZES[size] * 1024
    return {"size": size, "num_nodes": nodes, "storage_size_mib": body.number("storage_size_mib", least, least)}


@route("GET", "databases/options")
def list_options(call: Call, store: Store) -> Answer:
    regions = [slug for slug, region in REGIONS.items() if region["available"]]
    layouts = [{"num_nodes": nodes, "sizes": sizes} for nodes, sizes in _NODES.items()]
    options = {
        name: {
            "regions": regions,
            "versions": engine["versions"],
            "layouts": layouts,
            "default_version": engine["versions"][-1],
        }
        for name, engine in _ENGINES.items()
    }
    return 200, {"options": options, "version_availability": {name: [] for name in _ENGINES}}


@route("GET", "databases")
def list_clusters(call: Call, store: Store) -> Answer:
    tag = call.asked("tag_name")
    found = [
        cluster
        for cluster in store.databases.values()
        if tag is None or cluster["id"] in tagged_with(store, tag, "database")
    ]
    return 200, {"databases": [_view(store, cluster) for cluster in found]}


@route("POST", "databases")
def create_cluster(call: Call, store: Store) -> Answer:
    body = call.body
    name, kind = body.text("name"), body.choice("engine", [*_ENGINES, *_OTHERS])
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,62}", name):
        raise unprocessable(
            "invalid cluster name: it must have 3-63 lowercase letters, digits and dashes, and begin with a letter"
        )
    if any(known["name"] == name for known in store.databases.values()):
        raise unprocessable("cluster name is not available")
    if kind not in _ENGINES:
        message = f"Database engine {kind} is not emulated. docs/sandbox.md lists what is."
        return 501, {"id": "not_implemented", "message": message}
    version = body.text("version", "") or _ENGINES[kind]["versions"][-1]
    if version not in _ENGINES[kind]["versions"]:
        raise unprocessable(f"invalid version: {kind} has {', '.join(_ENGINES[kind]['versions'])}")
    if "backup_restore" in body:
        raise unprocessable("The sandbox keeps no backups that a cluster could be restored from")
    layout = _layout(body, {"size": ..., "num_nodes": ...})
    region = region_named(body.text("region"), "database")
    network = vpc_for(store, body.text("private_network_uuid", ""), region)["id"]
    cluster: Thing = {"id": str(uuid.uuid4()), "name": name, "engine": kind, "version": version, **layout}
    cluster |= {"region": region, "private_network_uuid": network, "created_at": stamp(), "version_end_of_life": None}
    cluster |= {"maintenance_window": {"day": "monday", "hour": "00:00:00", "pending": False, "description": []}}
    cluster |= {
        "databases": [_FIRST_DATABASE],
        "rules": [],
        "config": {},
        "sql_mode": _SQL_MODE,
        "metrics_endpoints": [],
    }
    cluster |= {"users": {}, "autoscale": _autoscale(body.fields("storage_autoscale", None))}
    cluster["users"][_ADMIN] = _user(cluster, _ADMIN, "primary", _PLUGINS[1])
    cluster["rules"] = _rules(store, cluster, body.list("rules", dict, []))
    adopt(store, f"do:dbaas:{cluster['id']}", body.text("project_id", "") or None)
    put_tags(store, body.list("tags", None, []), "database", cluster["id"])
    store.databases[cluster["id"]] = cluster
    _begin(store, cluster, "creating")
    return 201, {"database": _view(store, cluster)}


@route("GET", "databases/{cluster}")
def get_cluster(call: Call, store: Store, cluster: str) -> Answer:
    return 200, {"database": _view(store, _cluster(store, cluster))}


@route("DELETE", "databases/{cluster}")
def delete_cluster(call: Call, store: Store, cluster: str) -> Answer:
    found = _cluster(store, cluster)["id"]
    untag_all(store, "database", found)
    del store.project_of[f"do:dbaas:{found}"]
    del store.databases[found]
    return 204, None


@route("PUT", "databases/{cluster}/resize")
def resize_cluster(call: Call, store: Store, cluster: str) -> Answer:
    found = _cluster(store, cluster)
    found.update(_layout(call.body, found))
    _begin(store, found, "resizing")
    return 202, None


@route("PUT", "databases/{cluster}/migrate")
def migrate_cluster(call: Call, store: Store, cluster: str) -> Answer:
    found, body = _cluster(store, cluster), call.body
    region = region_named(body.text("region"), "database")
    network = vpc_for(store, body.text("private_network_uuid", ""), region)["id"]
    found.update(region=region, private_network_uuid=network)
    _begin(store, found, "migrating")
    return 202, None


@route("PUT", "databases/{cluster}/maintenance")
def update_maintenance(call: Call, store: Store, cluster: str) -> Answer:
    found, body = _cluster(store, cluster), call.body
    day, hour = body.text("day").lower(), body.text("hour")
    match = re.fullmatch(r"([01]?\d|2[0-3])(:[0-5]\d)?(:[0-5]\d)?", hour)
    if day not in _DAYS or match is None:
        raise unprocessable("invalid maintenance window: it needs a day of the week and an hour such as 02:00")
    found["maintenance_window"].update(day=day, hour=f"{int(match[1]):02}{match[2] or ':00'}{match[3] or ':00'}")
    return 204, None


@route("PUT", "databases/{cluster}/upgrade")
def upgrade_cluster(call: Call, store: Store, cluster: str) -> Answer:
    found, version = _cluster(store, cluster), call.body.text("version")
    versions = _ENGINES[found["engine"]]["versions"]
    if version not in versions or versions.index(version) <= versions.index(found["version"]):
        raise unprocessable(f"invalid version: {found['engine']} {found['version']} cannot be upgraded to {version}")
    found["version"] = version
    return 204, None


@route("GET", "databases/{cluster}/ca")
def get_authority(call: Call, store: Store, cluster: str) -> Answer:
    _cluster(store, cluster)
    return 200, {"ca": {"certificate": base64.b64encode(authority_certificate(store).encode()).decode()}}


@route("GET", "databases/{cluster}/backups")
def list_backups(call: Call, store: Store, cluster: str) -> Answer:
    """None is ever made: there is nothing to keep."""
    _cluster(store, cluster)
    return 200, {"backups": [], "scheduled_backup_time": None, "backup_progress": None}


@route("GET", "databases/{cluster}/config")
def get_config(call: Call, store: Store, cluster: str) -> Answer:
    """What somebody has set; the defaults are the engine's, and none runs."""
    return 200, {"config": _cluster(store, cluster)["config"]}


@route("PATCH", "databases/{cluster}/config")
def patch_config(call: Call, store: Store, cluster: str) -> Answer:
    found, config = _cluster(store, cluster), call.body.fields("config").given
    found["config"].update(config)
    return 200, {"config": found["config"]}


def _of_mysql(cluster: Thing) -> Thing:
    if cluster["engine"] != "mysql":
        raise unprocessable("sql_mode is only supported for MySQL")
    return cluster


@route("GET", "databases/{cluster}/sql_mode")
def get_sql_mode(call: Call, store: Store, cluster: str) -> Answer:
    return 200, {"sql_mode": _of_mysql(_cluster(store, cluster))["sql_mode"]}


@route("PUT", "databases/{cluster}/sql_mode")
def update_sql_mode(call: Call, store: Store, cluster: str) -> Answer:
    _of_mysql(_cluster(store, cluster))["sql_mode"] = call.body.text("sql_mode")
    return 204, None


def _autoscale(given: Fields | None) -> Thing:
    if given is None:
        return {"enabled": False}
    if not given.flag("enabled"):
        return {"enabled": False}
    threshold = given.number("threshold_percent", ..., 15, 95)
    return {
        "enabled": True,
        "threshold_percent": threshold,
        "increment_gib": given.number("increment_gib", ..., 10, 500),
    }


@route("GET", "databases/{cluster}/autoscale")
def get_autoscale(call: Call, store: Store, cluster: str) -> Answer:
    return 200, {"storage": _cluster(store, cluster)["autoscale"]}


@route("PUT", "databases/{cluster}/autoscale")
def update_autoscale(call: Call, store: Store, cluster: str) -> Answer:
    _cluster(store, cluster)["autoscale"] = _autoscale(call.body.fields("storage"))
    return 204, None


@route("GET", "databases/{cluster}/users")
def list_users(call: Call, store: Store, cluster: str) -> Answer:
    found = _cluster(store, cluster)
    return 200, {"users": list(found["users"].values())}


def _plugin(body: Fields) -> str:
    settings = body.fields("mysql_settings", None)
    return _PLUGINS[1] if settings is None else settings.choice("auth_plugin", _PLUGINS)


@route("POST", "databases/{cluster}/users")
def add_user(call: Call, store: Store, cluster: str) -> Answer:
    found, name = _cluster(store, cluster), call.body.text("name")
    if name in found["users"]:
        raise unprocessable("user already exists")
    user = found["users"][name] = _user(found, name, "normal", _plugin(call.body))
    return 201, {"user": user}


def _user_of(store: Store, cluster: str, user: str) -> Thing:
    users = _cluster(store, cluster)["users"]
    if user not in users:
        raise not_found()
    return users[user]


@route("GET", "databases/{cluster}/users/{user}")
def get_user(call: Call, store: Store, cluster: str, user: str) -> Answer:
    return 200, {"user": _user_of(store, cluster, user)}


@route("PUT", "databases/{cluster}/users/{user}")
def update_user(call: Call, store: Store, cluster: str, user: str) -> Answer:
    """Its settings are permissions of other engines: a user of these two has none to change."""
    call.body.fields("settings")
    return 201, {"user": _user_of(store, cluster, user)}


@route("DELETE", "databases/{cluster}/users/{user}")
def delete_user(call: Call, store: Store, cluster: str, user: str) -> Answer:
    name = _user_of(store, cluster, user)["name"]
    if name == _ADMIN:
        raise forbidden("The default user can't be deleted")
    del store.databases[cluster]["users"][name]
    return 204, None


@route("POST", "databases/{cluster}/users/{user}/reset_auth")
def reset_user(call: Call, store: Store, cluster: str, user: str) -> Answer:
    found, cluster_found = _user_of(store, cluster, user), _cluster(store, cluster)
    found.update(_user(cluster_found, found["name"], found["role"], _plugin(call.body)))
    return 200, {"user": found}


@route("GET", "databases/{cluster}/dbs")
def list_databases(call: Call, store: Store, cluster: str) -> Answer:
    return 200, {"dbs": [{"name": name} for name in _cluster(store, cluster)["databases"]]}


@route("POST", "databases/{cluster}/dbs")
def add_database(call: Call, store: Store, cluster: str) -> Answer:
    found, name = _cluster(store, cluster), call.body.text("name")
    if name in found["databases"]:
        raise conflict("database already exists")
    found["databases"].append(name)
    return 201, {"db": {"name": name}}


def _database_of(store: Store, cluster: str, name: str) -> list[str]:
    names = _cluster(store, cluster)["databases"]
    if name not in names:
        raise not_found()
    return names


@route("GET", "databases/{cluster}/dbs/{name}")
def get_database(call: Call, store: Store, cluster: str, name: str) -> Answer:
    _database_of(store, cluster, name)
    return 200, {"db": {"name": name}}


@route("DELETE", "databases/{cluster}/dbs/{name}")
def delete_database(call: Call, store: Store, cluster: str, name: str) -> Answer:
    _database_of(store, cluster, name).remove(name)
    return 204, None


def _rules(store: Store, cluster: Thing, given: list[Any]) -> list[Thing]:
    checks: dict[str, Callable[[str], bool]] = {
        "droplet": lambda value: value.isdecimal() and int(value) in store.droplets,
        "ip_addr": _is_address,
    }
    before = {(rule["type"], rule["value"]): rule for rule in cluster["rules"]}
    rules: dict[tuple[str, str], Thing] = {}
    for one in given:
        rule = Fields(one)
        kind, value = rule.choice("type", _RULE_TYPES), rule.text("value")
        if not checks.get(kind, lambda _: True)(value):
            raise unprocessable(f"invalid firewall rule: {value} is not a known {kind}")
        made = {"uuid": str(uuid.uuid4()), "cluster_uuid": cluster["id"], "type": kind, "value": value}
        rules[(kind, value)] = before.get((kind, value)) or {**made, "created_at": stamp()}
    return list(rules.values())


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
        return True
    except ValueError:
        return False


@route("GET", "databases/{cluster}/firewall")
def list_rules(call: Call, store: Store, cluster: str) -> Answer:
    return 200, {"rules": _cluster(store, cluster)["rules"]}


@route("PUT", "databases/{cluster}/firewall")
def update_rules(call: Call, store: Store, cluster: str) -> Answer:
    found = _cluster(store, cluster)
    found["rules"] = _rules(store, found, call.body.list("rules", dict))
    return 204, None
