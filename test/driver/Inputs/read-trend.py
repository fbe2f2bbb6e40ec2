"""read-trend.py CSV METRICS: what `cotidy trend` wrote, as others read it."""
import csv
import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families

with open(sys.argv[1], newline="") as file:
    rows = list(csv.DictReader(file))
reports = list(dict.fromkeys(row["report"] for row in rows))
for report in reports:
    mine = [row for row in rows if row["report"] == report]
    assert mine[0]["category"] == "all"
    for column in ("open", "new", "fixed"):
        parts = sum(int(row[column]) for row in mine[1:])
        assert parts == int(mine[0][column]), (report, column, parts)
print(len(reports), "reports")
with open(sys.argv[2]) as file:
    for family in text_string_to_metric_families(file.read()):
        assert family.type == "gauge" and family.documentation
        print(family.name, int(sum(sample.value for sample in family.samples)))
