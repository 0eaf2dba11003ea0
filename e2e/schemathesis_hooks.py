"""Puts real ids where generated requests carry valid but unknown ones.

A request that names nothing that exists is answered "not found" before it reaches any logic. Only values that have the
exact shape of an id are replaced: input that is meant to be wrong stays wrong.
"""

import itertools
import json
import os
import re

import schemathesis

with open(os.environ["YINGDA_TEST_WORLD"], encoding="utf-8") as file:
    WORLD = json.load(file)

ID = re.compile(r"([a-z]{3})_[0-9a-f]{32}")
KNOWN = {prefix: itertools.cycle(ids) for prefix, ids in WORLD["ids"].items() if ids}


def real(value, name=None):
    """The value with known ids, keys and versions in it."""
    if isinstance(value, dict):
        return {key: real(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [real(inner) for inner in value]
    if name == "version" and isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return 1
    if not isinstance(value, str):
        return value
    if name == "channel_key":
        return WORLD["channel_key"]
    found = ID.fullmatch(value)
    return next(KNOWN[found[1]]) if found and found[1] in KNOWN else value


@schemathesis.hook
def before_call(context, case, kwargs):
    case.path_parameters = real(case.path_parameters)
    case.query = real(case.query)
    case.body = real(case.body)
