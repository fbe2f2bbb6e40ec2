"""query.py FILE EXPRESSION: prints EXPRESSION, in which `r` is the JSON in FILE,
one line for each item of a list."""
import json
import sys

with open(sys.argv[1]) as file:
    value = eval(sys.argv[2], {"r": json.load(file)})
for item in value if isinstance(value, list) else [value]:
    print(item)
