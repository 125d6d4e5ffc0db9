"""Alert policies and uptime checks. They are kept and answered; nothing is measured, and nobody is told."""

from __future__ import annotations

import re
import uuid
from typing import Any

from .api import Answer, Call, Fields, not_found, route, unprocessable
from .store import Store, Thing
from .tags import make_tag

_DROPLET = (
    ["cpu", "memory_utilization_percent", "disk_utilization_percent", "public_outbound_bandwidth"]
    + ["public_inbound_bandwidth", "private_outbound_bandwidth", "private_inbound_bandwidth", "disk_read"]
    + ["disk_write", "load_1", "load_5", "load_15"]
)
_BALANCER = (
    ["avg_cpu_utilization_percent", "connection_utilization_percent", "droplet_health"]
    + ["tls_connections_per_second_utilization_percent", "increase_in_http_error_rate_percentage_5xx"]
    + ["increase_in_http_error_rate_percentage_4xx", "increase_in_http_error_rate_count_5xx"]
    + ["increase_in_http_error_rate_count_4xx", "high_http_request_response_time"]
    + ["high_http_request_response_time_50p", "high_http_request_response_time_95p"]
    + ["high_http_request_response_time_99p"]
)
_DATABASE = ["load_15_alerts", "memory_utilization_alerts", "disk_utilization_alerts", "cpu_alerts"]
_POLICY_TYPES = [
    *(f"v1/insights/droplet/{name}" for name in _DROPLET),
    *(f"v1/insights/lbaas/{name}" for name in _BALANCER),
    *(f"v1/dbaas/alerts/{name}" for name in _DATABASE),
]
_COMPARES = ["GreaterThan", "LessThan"]
_WINDOWS = ["5m", "10m", "30m", "1h"]

_CHECK_TYPES = ["ping", "http", "https"]
_CHECK_REGIONS = ["us_east", "us_west", "eu_west", "se_asia"]
_ALERT_TYPES = ["latency", "down", "down_global", "ssl_expiry"]
_PERIODS = ["2m", "3m", "5m", "10m", "15m", "30m", "1h"]


def _channels(given: Fields) -> Thing:
    slack = [Fields(channel) for channel in given.list("slack", dict, [])]
    email = given.list("email", str, [])
    for address in email:
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
            raise unprocessable(f"Email {address} is not an address")
    if not slack and not email:
        raise unprocessable("At least one email address or Slack channel must be given")
    return {
        "slack": [{"channel": channel.text("channel"), "url": channel.text("url")} for channel in slack],
        "email": email,
    }


def _found(held: dict[str, Thing], known: str) -> Thing:
    if known not in held:
        raise not_found()
    return held[known]


def _policy(store: Store, body: Fields) -> Thing:
    kind, entities = body.choice("type", _POLICY_TYPES), body.list("entities", str, [])
    if kind.startswith("v1/insights/droplet/"):
        for entity in entities:
            if not entity.isdecimal() or int(entity) not in store.droplets:
                raise unprocessable(f"Entity {entity} is no Droplet of the account")
    return {
        "type": kind,
        "description": body.text("description"),
        "compare": body.choice("compare", _COMPARES),
        "value": body.decimal("value"),
        "window": body.choice("window", _WINDOWS),
        "entities": entities,
        "tags": [make_tag(store, tag)["name"] for tag in body.list("tags", None, [])],
        "alerts": _channels(body.fields("alerts")),
        "enabled": body.flag("enabled", True),
    }


@route("GET", "monitoring/alerts")
def list_policies(call: Call, store: Store) -> Answer:
    return call.listed("policies", store.alert_policies.values())


@route("POST", "monitoring/alerts")
def create_policy(call: Call, store: Store) -> Answer:
    policy = {"uuid": str(uuid.uuid4()), **_policy(store, call.body)}
    store.alert_policies[policy["uuid"]] = policy
    return 200, {"policy": policy}


@route("GET", "monitoring/alerts/{policy}")
def get_policy(call: Call, store: Store, policy: str) -> Answer:
    return 200, {"policy": _found(store.alert_policies, policy)}


@route("PUT", "monitoring/alerts/{policy}")
def update_policy(call: Call, store: Store, policy: str) -> Answer:
    found = _found(store.alert_policies, policy)
    found.update(_policy(store, call.body))
    return 200, {"policy": found}


@route("DELETE", "monitoring/alerts/{policy}")
def delete_policy(call: Call, store: Store, policy: str) -> Answer:
    del store.alert_policies[_found(store.alert_policies, policy)["uuid"]]
    return 204, None


def _check(body: Fields) -> Thing:
    regions = body.list("regions", str, [])
    for region in regions:
        if region not in _CHECK_REGIONS:
            raise unprocessable(f"Region {region} must be one of {', '.join(_CHECK_REGIONS)}")
    kind, target = body.choice("type", _CHECK_TYPES), body.text("target")
    if kind != "ping" and not re.match(rf"{kind}://[^/\s]+", target):
        raise unprocessable(f"Target must begin with {kind}://")
    return {
        "name": body.text("name"),
        "type": kind,
        "target": target,
        "regions": regions,
        "enabled": body.flag("enabled", True),
    }


def _check_view(check: Thing) -> Thing:
    return {name: value for name, value in check.items() if name != "alerts"}


@route("GET", "uptime/checks")
def list_checks(call: Call, store: Store) -> Answer:
    return call.listed("checks", store.checks.values(), _check_view)


@route("POST", "uptime/checks")
def create_check(call: Call, store: Store) -> Answer:
    check = {"id": str(uuid.uuid4()), **_check(call.body), "alerts": {}}
    store.checks[check["id"]] = check
    return 201, {"check": _check_view(check)}


@route("GET", "uptime/checks/{check}")
def get_check(call: Call, store: Store, check: str) -> Answer:
    return 200, {"check": _check_view(_found(store.checks, check))}


@route("PUT", "uptime/checks/{check}")
def update_check(call: Call, store: Store, check: str) -> Answer:
    found = _found(store.checks, check)
    # What is left out stays; godo sends all of it.
    found.update(_check(Fields({**found, **call.body.given})))
    return 200, {"check": _check_view(found)}


@route("DELETE", "uptime/checks/{check}")
def delete_check(call: Call, store: Store, check: str) -> Answer:
    del store.checks[_found(store.checks, check)["id"]]
    return 204, None


@route("GET", "uptime/checks/{check}/state")
def get_state(call: Call, store: Store, check: str) -> Answer:
    """What DigitalOcean says before the first probe: none is ever made here."""
    regions = _found(store.checks, check)["regions"]
    unknown: Thing = {"status": "CHECKING", "status_changed_at": "", "thirty_day_uptime_percentage": 0}
    none: Thing = {"region": "", "started_at": "", "ended_at": "", "duration_seconds": 0}
    return 200, {"state": {"regions": {region: dict(unknown) for region in regions}, "previous_outage": none}}


def _alert(body: Fields) -> Thing:
    kind = body.choice("type", _ALERT_TYPES)
    alert: Thing = {"name": body.text("name"), "type": kind}
    compared = kind in ("latency", "ssl_expiry")
    alert["threshold"] = body.number("threshold", ... if compared else 0, 0)
    choices = ["greater_than", "less_than", *([] if compared else [""])]
    alert["comparison"] = body.choice("comparison", choices, ... if compared else "")
    alert["notifications"] = _channels(body.fields("notifications"))
    alert["period"] = body.choice("period", _PERIODS if kind != "ssl_expiry" else ["", *_PERIODS], "")
    return alert


@route("GET", "uptime/checks/{check}/alerts")
def list_alerts(call: Call, store: Store, check: str) -> Answer:
    return call.listed("alerts", _found(store.checks, check)["alerts"].values())


@route("POST", "uptime/checks/{check}/alerts")
def create_alert(call: Call, store: Store, check: str) -> Answer:
    found = _found(store.checks, check)
    alert = {"id": str(uuid.uuid4()), **_alert(call.body)}
    found["alerts"][alert["id"]] = alert
    return 201, {"alert": alert}


def _alert_of(store: Store, check: str, alert: str) -> Any:
    return _found(_found(store.checks, check)["alerts"], alert)


@route("GET", "uptime/checks/{check}/alerts/{alert}")
def get_alert(call: Call, store: Store, check: str, alert: str) -> Answer:
    return 200, {"alert": _alert_of(store, check, alert)}


@route("PUT", "uptime/checks/{check}/alerts/{alert}")
def update_alert(call: Call, store: Store, check: str, alert: str) -> Answer:
    found = _alert_of(store, check, alert)
    found.update(_alert(Fields({**found, **call.body.given})))
    return 200, {"alert": found}


@route("DELETE", "uptime/checks/{check}/alerts/{alert}")
def delete_alert(call: Call, store: Store, check: str, alert: str) -> Answer:
    del store.checks[check]["alerts"][_alert_of(store, check, alert)["id"]]
    return 204, None
