"""The introspection answer of the benchmark's remote service."""


def named(name, kind="SCALAR"):
    return {"kind": kind, "name": name, "ofType": None}


def non_null(inner):
    return {"kind": "NON_NULL", "name": None, "ofType": inner}


def list_of(inner):
    return {"kind": "LIST", "name": None, "ofType": inner}


def field(name, kind, arguments=()):
    return {"name": name, "description": None, "isDeprecated": False, "deprecationReason": None,
            "type": kind,
            "args": [{"name": a, "description": None, "type": t, "defaultValue": None}
                     for a, t in arguments]}


def object_type(name, fields):
    return {"kind": "OBJECT", "name": name, "description": None, "fields": fields,
            "inputFields": None, "interfaces": [], "enumValues": None, "possibleTypes": None}


def scalar(name):
    return {"kind": "SCALAR", "name": name, "description": None, "fields": None,
            "inputFields": None, "interfaces": None, "enumValues": None, "possibleTypes": None}


def introspection():
    profile = named("profile", "OBJECT")
    types = [
        object_type("Query", [
            field("profile", profile, [("id", non_null(named("Int")))]),
            field("profiles", list_of(profile), [("ids", non_null(list_of(non_null(named("Int")))))]),
        ]),
        object_type("profile", [
            field("id", named("Int")), field("nick", named("String")), field("bio", named("String")),
            field("score", named("Float")), field("verified", named("Boolean")),
            field("avatarUrl", named("String")), field("tags", list_of(named("String"))),
            field("plan", named("plan", "OBJECT")),
        ]),
        object_type("plan", [field("name", named("String")), field("seats", named("Int"))]),
    ] + [scalar(name) for name in ("Int", "Float", "String", "Boolean", "ID")]
    return {"data": {"__schema": {
        "queryType": {"name": "Query"}, "mutationType": None, "subscriptionType": None,
        "types": types, "directives": []}}}
