#!/usr/bin/env python3
"""Validates the packs of a catalogue folder against its schemas."""
import json
import pathlib
import sys

import jsonschema


def no_duplicates(pairs):
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"the key '{key}' stands twice in one object")
    return dict(pairs)


def problems(folder):
    packs = 0
    schemas = {f.name: json.loads(f.read_text()) for f in (folder / "schema").glob("*.json")}
    # The schemas refer to each other by addresses that need not be reachable.
    store = {schema["$id"]: schema for schema in schemas.values()}
    for kind, name in (
        ("blocking", "blocking.schema.json"),
        ("runtimes", "runtime.schema.json"),
        ("threads", "threads.schema.json"),
        ("fixes", "fixes.schema.json"),
    ):
        schema = schemas[name]
        jsonschema.Draft7Validator.check_schema(schema)
        resolver = jsonschema.RefResolver(schema["$id"], schema, store)
        validator = jsonschema.Draft7Validator(schema, resolver=resolver)
        for file in sorted((folder / kind).glob("*.json")):
            packs += 1
            try:
                pack = json.loads(file.read_text(), object_pairs_hook=no_duplicates)
            except ValueError as error:
                yield f"{file}: {error}"
                continue
            for error in validator.iter_errors(pack):
                yield f"{file}: {'/'.join(map(str, error.absolute_path))}: {error.message}"
            if pack.get("name") != file.stem:
                yield f"{file}: its name is '{pack.get('name')}'"
    if not packs:
        yield f"{folder}: no pack found"


def main():
    found = list(problems(pathlib.Path(sys.argv[1])))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
