"""valid.py SCHEMA FILE...: fails if a FILE is not what SCHEMA describes."""
import json
import sys

import jsonschema

with open(sys.argv[1]) as file:
    schema = json.load(file)
validator = jsonschema.validators.validator_for(schema)
validator.check_schema(schema)
errors = []
for name in sys.argv[2:]:
    with open(name) as file:
        for error in validator(schema).iter_errors(json.load(file)):
            errors.append(f"{name}: {error.json_path}: {error.message}")
sys.exit("\n".join(errors) or 0)
