"""Times of joins with remote services: side by side, in chunks, and with many rows."""
import json
import os
import pathlib
import statistics
import subprocess
import time
import urllib.request

PROFILE = "{ id nick bio score verified avatarUrl tags plan { name seats } }"
# Name of the relationship: the milliseconds after which its service answers.
SIBLINGS = {"first": 100, "second": 100, "third": 300}


def ask(engine, query, explain=False):
    """The answer, and how many milliseconds it took."""
    headers = {"Content-Type": "application/json"}
    if explain:
        headers["X-Dovetail-Explain"] = "analyze"
    request = urllib.request.Request(
        engine.url + "/v1/graphql", json.dumps({"query": query}).encode(), headers)
    begin = time.monotonic()
    with urllib.request.urlopen(request, timeout=60) as response:
        body = response.read()
    took = (time.monotonic() - begin) * 1000
    answer = json.loads(body)
    assert "errors" not in answer, answer["errors"][:1]
    return answer, took, len(body)


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def relationship(name, remote, lookups=None):
    definition = {
        "remote_schema": remote, "lhs_fields": ["ext_id"],
        "remote_field": {"profiles": {"arguments": {"ids": "$ext_id"}}},
        "batch": {"argument": "ids", "key": "id"}}
    if lookups:
        definition["lookups"] = lookups
    return {"type": "pg_create_remote_relationship", "args": {
        "table": "people", "name": name, "definition": {"to_remote_schema": definition}}}


def schema(name, port):
    return {"type": "add_remote_schema", "args": {"name": name, "definition": {
        "url": f"http://127.0.0.1:{port}/graphql",
        "customization": {"root_fields_namespace": name, "type_names": {"prefix": name + "_"}}}}}


def measure_joins(new_engine, target, start_remote, source):
    """Lines of a table; `start_remote(delay)` gives a process and its port."""
    subprocess.run(["psql", target, "-q"], check=True, text=True, stdout=subprocess.DEVNULL, input=(
        "CREATE TABLE people AS SELECT i AS id, 100000 + i AS ext_id, 'Person ' || i AS name "
        "FROM generate_series(1, 20000) AS i; ALTER TABLE people ADD PRIMARY KEY (id); ANALYZE people;"))
    services = {name: start_remote(delay) for name, delay in {**SIBLINGS, "fast": 0}.items()}
    lines = ["| | |", "|---|---:|"]
    try:
        with new_engine() as engine:
            engine.metadata({"type": "bulk", "args": [
                {"type": "pg_add_source", "args": {"name": "default", "configuration": source}},
                {"type": "pg_track_table", "args": {"table": "people"}},
                *(schema(name, port) for name, (_, port) in services.items()),
                *(relationship(name, name) for name in services),
                *(relationship(name + "_chunks", name, lookups={"max_keys": 100}) for name in SIBLINGS),
            ]})
            fields = " ".join(f"{name} {PROFILE}" for name in SIBLINGS)
            query = f"{{ people(order_by: {{id: asc}}, limit: 1000) {{ id {fields} }} }}"
            ask(engine, query)
            times = []
            for _ in range(5):
                answer, took, _ = ask(engine, query)
                times.append(took)
            rows = answer["data"]["people"]
            assert len(rows) == 1000 and all(
                row[name]["id"] == 100000 + row["id"] for row in rows for name in SIBLINGS)
            lines.append("| 1,000 rows × 3 services that take 100, 100 and 300 ms, one request each "
                         f"| {statistics.median(times):,.0f} ms |")
            chunked = " ".join(f"{name}_chunks {PROFILE}" for name in SIBLINGS)
            query = f"{{ people(order_by: {{id: asc}}, limit: 1000) {{ id {chunked} }} }}"
            ask(engine, query)
            took = statistics.median(ask(engine, query)[1] for _ in range(5))
            lines.append(f"| the same in chunks of 100 keys, ten requests each | {took:,.0f} ms |")
            query = f"{{ people(order_by: {{id: asc}}) {{ id name fast {PROFILE} }} }}"
            ask(engine, query)
            begin = cpu_seconds(engine.process.pid)
            for _ in range(10):
                ask(engine, query)
            cpu = (cpu_seconds(engine.process.pid) - begin) / 10 * 1000
            runs = []
            for _ in range(9):
                answer, took, size = ask(engine, query, explain=True)
                explained = answer["extensions"]["explain"]
                fetch = explained["fetches"][0]
                lookups = [call for join in fetch["joins"] for call in join["calls"]]
                database = fetch["calls"][0]["start_ms"] + fetch["calls"][0]["duration_ms"]
                services_end = max(call["start_ms"] + call["duration_ms"] for call in lookups)
                services_start = min(call["start_ms"] for call in lookups)
                runs.append((took, database, services_start - database, services_end - services_start,
                             explained["duration_ms"] - services_end, len(lookups), size))
            took, database, collect, remote, stitch, count, size = (
                statistics.median(column) for column in zip(*runs))
            stages = {
                "planning and the database's rows": database, "collecting keys": collect,
                "the service's answers, waited for, read and matched": remote, "stitching": stitch}
            whole = sum(stages.values())
            lines += [
                f"| 20,000 rows joined with a service in {count:.0f} requests, {size / 1e6:,.1f} MB of answer, "
                f"as the client sees it | {took:,.0f} ms |",
                *(f"| – {name} | {time:,.0f} ms ({time / whole:.0%}) |" for name, time in stages.items()),
                f"| – CPU time of the engine for all of it | {cpu:,.0f} ms |",
            ]
            status = pathlib.Path(f"/proc/{engine.process.pid}/status").read_text()
            peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
            lines.append(f"| greatest resident memory | {int(peak.split()[1]) / 1024:,.0f} MB |")
    finally:
        for process, _ in services.values():
            process.terminate()
    return lines
