"""The files of deploy/ are right, as far as that can be seen without the services they are for."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from engine.metrics import REGISTRY
from server.ending import ANSWERS_S, LIMIT_S, NOTICE_S, PAGES_S

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
KUBERNETES = "1.35"
OF_THE_SERVER = {"FORWARDED_ALLOW_IPS"}
"""Settings that the HTTP server reads itself."""


def documents(name: str) -> list[Any]:
    """Return what a YAML file holds."""
    return list(yaml.safe_load_all((DEPLOY / name).read_text(encoding="utf-8")))


def run(*command: str | Path) -> str:
    """Run a program that must find no fault, and return what it says; skip the test if it is not installed."""
    program = shutil.which(str(command[0]), path=f"{Path(sys.executable).parent}:/usr/sbin:/usr/local/bin:/usr/bin")
    if program is None:
        pytest.skip(f"{command[0]} is not installed")
    result = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False, cwd=DEPLOY)
    said = result.stdout + result.stderr
    assert result.returncode == 0, said
    return said


def test_the_dockerfile_has_no_fault() -> None:
    run("hadolint", "Dockerfile")


def test_the_image_has_all_that_the_app_runs_on(tmp_path: Path) -> None:
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    for name in (line.removeprefix("!") for line in lines if line.startswith("!")):
        source, target = ROOT / name, tmp_path / name
        target.parent.mkdir(exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    code = "import streamlit_app, ui.shell as shell; print(*[entry.path for entry in shell.MENU])"
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert all((tmp_path / page).is_file() for page in [*result.stdout.split(), "screen.py"])
    assert (tmp_path / "sample_data" / "sample_movies.csv").is_file()
    assert (tmp_path / ".streamlit" / "config.toml").is_file()


def test_images_of_others_have_an_exact_version() -> None:
    images = re.findall(r"^FROM (\S+)", (DEPLOY / "Dockerfile").read_text(), re.M)
    images += [service["image"] for service in documents("compose.yml")[0]["services"].values() if "image" in service]
    # PostgreSQL's versions have two numbers.
    exact = re.compile(r"(postgres:\d+\.\d+|[\w/]+:v?\d+\.\d+\.\d+)(-[\w-]+)?(@sha256:[0-9a-f]{64})?")
    others = [image for image in images if image != "cinewatch"]
    assert len(others) == 6
    assert [image for image in others if not exact.fullmatch(image)] == []


@pytest.mark.parametrize("name", ["compose.yml", "compose.https.yml"])
def test_compose_files_follow_the_compose_specification(name: str) -> None:
    run("check-jsonschema", "--builtin-schema", "vendor.compose-spec", name)


def test_workflows_follow_the_schema_of_github() -> None:
    run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *ROOT.glob(".github/workflows/*.yml"))


def test_files_that_containers_mount_exist() -> None:
    both = [file for name in ("compose.yml", "compose.https.yml") for file in documents(name)]
    services = [service for file in both for service in file["services"].values()]
    mounted = [volume for service in services for volume in service.get("volumes", [])]
    files = [volume.split(":")[0] for volume in mounted if volume.startswith(("./nginx", "./prometheus"))]
    assert len(files) == 5
    assert all((DEPLOY / path).is_file() for path in files)


def test_kubernetes_would_take_the_manifests() -> None:
    manifests = documents("kubernetes/cinewatch.yaml")
    assert {"Deployment", "Service", "Ingress", "HorizontalPodAutoscaler"} <= {one["kind"] for one in manifests}
    for manifest in manifests:
        kubernetes_validate.validate(manifest, KUBERNETES, strict=True)


def test_prometheus_takes_its_files_and_every_alert_goes_off_when_it_should() -> None:
    run("promtool", "check", "config", "prometheus/prometheus.yml")
    assert "SUCCESS" in run("promtool", "test", "rules", "prometheus/alerts.test.yml")
    (alerts,), (tests,) = documents("prometheus/alerts.yml"), documents("prometheus/alerts.test.yml")
    there = {rule["alert"] for group in alerts["groups"] for rule in group["rules"]}
    expected = [rule for test in tests["tests"] for rule in test["alert_rule_test"] if rule.get("exp_alerts")]
    assert {rule["alertname"] for rule in expected} == there


@pytest.mark.parametrize("name", ["prometheus/alerts.yml", "grafana/cinewatch.json"])
def test_only_metrics_that_there_are_are_asked_for(name: str) -> None:
    there = {metric.name for metric in REGISTRY.collect()}
    asked = set(re.findall(r"\b(?:cinewatch|process)_\w+", (DEPLOY / name).read_text(encoding="utf-8")))
    assert len(asked) >= 4
    for metric in asked:
        assert {metric, re.sub(r"_(bucket|count|sum|total)$", "", metric)} & there, metric


def test_every_metric_of_the_app_is_on_the_dashboard() -> None:
    shown = (DEPLOY / "grafana" / "cinewatch.json").read_text(encoding="utf-8")
    ours = {metric.name for metric in REGISTRY.collect() if metric.name.startswith("cinewatch_")}
    assert {name for name in ours if name not in shown} == set()


def test_every_setting_is_one_that_the_app_reads() -> None:
    known = set(re.findall(r'"((?:CINEWATCH|TMDB|YOUTUBE)_[A-Z_]+)"', (ROOT / "engine" / "settings.py").read_text()))
    services = documents("compose.yml")[0]["services"].values()
    named = {name for service in services if service.get("image") == "cinewatch" for name in service["environment"]}
    named |= {variable["key"] for variable in documents("render.yaml")[0]["services"][0]["envVars"]} - {
        "PYTHON_VERSION"
    }
    named |= set(re.findall(r"\b(CINEWATCH_[A-Z_]+)=", (DEPLOY / "Dockerfile").read_text()))
    named |= set(re.findall(r"\b(CINEWATCH_[A-Z]\w+)", (DEPLOY / "kubernetes" / "cinewatch.yaml").read_text()))
    assert len(named) >= 8
    assert named - {"CINEWATCH_DATASETS", "CINEWATCH_NETWORK"} <= known | OF_THE_SERVER


def test_every_host_starts_the_app_in_the_same_way() -> None:
    expected = "streamlit run streamlit_app.py --server.port=PORT --server.address=ADDRESS --server.headless=true"
    docker = re.findall(r"^CMD (\[.*\])", (DEPLOY / "Dockerfile").read_text(), re.M)[-1]
    started = [
        " ".join(yaml.safe_load(docker)),
        (DEPLOY / "Procfile").read_text().removeprefix("web: ").strip(),
        documents("render.yaml")[0]["services"][0]["startCommand"],
        re.findall(r"^ExecStart=\S*/(streamlit .*)$", (DEPLOY / "cinewatch@.service").read_text(), re.M)[0],
    ]
    for command in started:
        plain = re.sub(r"port=\S+", "port=PORT", re.sub(r"address=\S+", "address=ADDRESS", command))
        assert plain == expected


def test_every_supervisor_waits_until_a_server_has_ended_by_itself() -> None:
    pod = next(one for one in documents("kubernetes/cinewatch.yaml") if one["kind"] == "Deployment")["spec"]["template"]
    (container,) = pod["spec"]["containers"]
    before = int(container["lifecycle"]["preStop"]["exec"]["command"][1])
    waits = [
        int(documents("compose.yml")[0]["services"]["app"]["stop_grace_period"].removesuffix("s")),
        int(re.findall(r"^TimeoutStopSec=(\d+)$", (DEPLOY / "cinewatch@.service").read_text(), re.M)[0]),
        pod["spec"]["terminationGracePeriodSeconds"] - before,
    ]
    assert min(waits) > max(LIMIT_S, NOTICE_S + PAGES_S + ANSWERS_S)


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = (DEPLOY / "cinewatch@.service").read_text()
    # Here the program lies elsewhere.
    here = re.sub(r"/srv/cinewatch/.venv/bin/streamlit", str(Path(sys.executable).parent / "streamlit"), unit)
    (tmp_path / "cinewatch@8501.service").write_text(here)
    assert run("systemd-analyze", "verify", tmp_path / "cinewatch@8501.service") == ""
