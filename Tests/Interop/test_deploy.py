"""What stands in deploy/ fits the server and the tools it is for."""

import json
import os
import re
import shutil
import subprocess
import urllib.request

import pytest
from compose_spec import PyCompose
from prometheus_client.parser import text_string_to_metric_families
from promql_parser import parse as parse_promql

from server import REPOSITORY, binary

DEPLOY = REPOSITORY / "deploy"


async def test_every_metric_of_the_dashboard_exists(server):
    dashboard = json.loads((DEPLOY / "grafana/toperparty.json").read_text())
    asked = {name for panel in dashboard["panels"] for target in panel["targets"]
             for name in re.findall(r"\btoperparty_\w+", target["expr"])}
    asked |= {name for variable in dashboard["templating"]["list"]
              for name in re.findall(r"\btoperparty_\w+", str(variable.get("query")))}
    offered = {name.split("{")[0] for name in await server.metrics()}
    assert len(asked) > 20
    assert asked <= offered, f"there are no such metrics: {sorted(asked - offered)}"


def test_expressions_of_the_dashboard_are_promql():
    dashboard = json.loads((DEPLOY / "grafana/toperparty.json").read_text())
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    assert len(expressions) > 20
    for expression in expressions:
        # What Grafana puts in before it asks.
        parse_promql(re.sub(r"\$\{?\w+(:\w+)?\}?", lambda found: "5m" if "interval" in found[0] else "x", expression))


async def test_metrics_are_what_prometheus_reads(server):
    with urllib.request.urlopen(f"{server.url}/metrics", timeout=5) as answer:
        families = list(text_string_to_metric_families(answer.read().decode()))
    samples = [(sample.name, *sorted(sample.labels.items())) for family in families for sample in family.samples]
    assert len(samples) == len(set(samples)) > 40
    assert [family.name for family in families if family.type == "unknown"] == []


@pytest.mark.skipif(shutil.which("hadolint", path=str(REPOSITORY / ".build/venv/bin")) is None, reason="there is no hadolint")
def test_container_file_passes_its_linter():
    # Versions of Debian's packages are not pinned (DL3008): a rebuild is to bring security updates.
    done = subprocess.run(
        [REPOSITORY / ".build/venv/bin/hadolint", "--no-color", "--failure-threshold", "info", "--ignore", "DL3008",
         DEPLOY / "container/Containerfile"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_compose_file_is_what_its_specification_says():
    compose = PyCompose.from_yaml((DEPLOY / "container/compose.yaml").read_text())
    compose.validate()
    service = compose.to_dict()["services"]["toperparty"]
    assert (DEPLOY / "container" / service["build"]["context"] / service["build"]["dockerfile"]).resolve() == DEPLOY / "container/Containerfile"
    assert compose.to_spec() is not None


def test_panels_of_the_dashboard_do_not_overlap():
    panels = json.loads((DEPLOY / "grafana/toperparty.json").read_text())["panels"]
    cells = [(x, y) for panel in panels for place in [panel["gridPos"]]
             for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])]
    assert len(cells) == len(set(cells)) and max(x for x, _ in cells) < 24
    assert len({panel["id"] for panel in panels}) == len(panels)


@pytest.mark.skipif(os.geteuid() != 0, reason="nft needs root even to check")
def test_firewall_rules_are_valid():
    done = subprocess.run(["nft", "--check", "--file", DEPLOY / "firewall/nftables.conf"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_service_is_valid_and_little_exposed(tmp_path):
    unit = tmp_path / "toperparty.service"
    unit.write_text((DEPLOY / "systemd/toperparty.service").read_text().replace("/usr/local/bin/toperparty", "/bin/true"))
    verified = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
    assert verified.returncode == 0, verified.stderr
    security = subprocess.run(["systemd-analyze", "security", "--offline=true", unit], capture_output=True, text=True)
    exposure = float(re.search(r"Overall exposure level for .*: ([0-9.]+)", security.stdout).group(1))
    assert exposure < 2.5, security.stdout


def test_check_config_shows_origins_and_candidates_but_no_secret(tmp_path):
    secret = "0123456789abcdef0123456789abcdef"
    (tmp_path / "secret").write_text(secret + "\n")
    (tmp_path / "party.yaml").write_text(f'port: 26443\nauth-secret: "@{tmp_path}/secret"\npublic-address: ["203.0.113.7:443", "2001:db8::7"]\n')
    done = subprocess.run(
        [str(binary()), "check-config", "--workers", "3", "--config", str(tmp_path / "party.yaml")],
        env={"TOPERPARTY_LOG_LEVEL": "debug"}, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    lines = {line.split()[0]: line.split() for line in done.stdout.splitlines() if line.strip()}
    assert lines["port"][1:] == ["26443", f"{tmp_path}/party.yaml:1"]
    assert lines["workers"][1:] == ["3", "option"]
    assert lines["log-level"][1:] == ["debug", "environment"]
    assert lines["max-rooms"][1:] == ["1000", "default"]
    assert secret not in done.stdout and "(secret, 32 bytes)" in done.stdout
    assert done.stdout.index("203.0.113.7 port 443") < done.stdout.index("2001:db8::7 port 26443")


SELF_TESTS = {
    "as it comes": [],
    "open relay": ["--turn", "open", "--workers", "2", "--stun-binding"],
    "TLS": ["--tls", "self-signed", "--public-url", "https://localhost"],
}


@pytest.mark.parametrize("settings", SELF_TESTS)
def test_server_holds_against_the_attacks_it_can_make_on_itself(settings):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TOPERPARTY_")}
    done = subprocess.run(
        [str(binary()), "selftest", "--attack", "--json", *SELF_TESTS[settings]], env=environment, capture_output=True, text=True,
        timeout=200)
    verdicts = json.loads(done.stdout)
    outcomes = {verdict["name"].split()[0]: verdict["outcome"] for verdict in verdicts}
    rows = [f"T{number}" for number in (1, 2, 3, 4, 7, 8, 9, 11, 13, 14, 15, 18, 19, 20)] + ["M2", "M5", "M8", "M9", "M10", "M11", "W13", "W14"]
    assert set(rows) <= outcomes.keys()
    # Pages from elsewhere are a finding for the operator as long as no origins are enforced; everything else has to hold.
    failed = [verdict for verdict in verdicts if verdict["outcome"] == "FAIL" and not verdict["name"].startswith("W3 ")]
    assert failed == []
    off = {verdict["name"].split()[0] for verdict in verdicts if verdict["outcome"] == "off"}
    assert off <= (set() if settings == "TLS" else {"W14"})
