"""The templates of a file, and the attributes of a definition once those that it calls have added theirs.

Source: spec, overlays 1.3; files-and-templates 4, 5.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from halley.definitions.problems import Costs, Problems, Refused, shown
from halley.definitions.templates import Caller, Surroundings, Template, call_template, unknown_template
from halley.location import Located, Scalar


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of a file by name, its own and those from elsewhere, and the variables of the file."""

    by_name: Mapping[Scalar, Template]
    variables: Mapping[Scalar, Located]
    surroundings: Surroundings


def resolved_attributes(mapping_name: Scalar, body: Located, templates: Templates, problems: Problems) -> dict[str, Located]:
    """All attributes of a definition, its own first. What is wrong is among the problems."""
    own = dict(_named(body, problems))
    written = {name.lower(): name for name in own}
    if "overlay_name" in written:
        # Kometa reads it as `name`, and refuses it afterwards under its own.
        own["name"] = own[written["overlay_name"]]
        written["name"] = "name"
    if "template" not in written:
        return own
    variables = _variables(own.get(written.get("variables", "")), problems)
    name = own.get(written.get("name", ""))
    caller = Caller(mapping_name, body, name, variables)
    added: dict[str, Located] = {}
    for call in _calls(own[written["template"]], templates, problems):
        try:
            template = templates.by_name[call.entries["name"].scalar]
            around = templates.surroundings
            added.update(call_template(template, call, caller, templates.variables, around, added, problems))
        except Refused as refusal:
            problems.error(refusal.message, refusal.where, Costs.DEFINITION, refusal.hint)
    for key, value in added.items():
        if key.lower() not in written:
            own[key] = value
            written[key.lower()] = key
    return own


def _named(body: Located, problems: Problems) -> Iterator[tuple[str, Located]]:
    for key, value in body.entries.items():
        if isinstance(key, str):
            yield key, value
        else:
            problems.error(f"an attribute is called {shown(key)}, which is no text", value.at, Costs.DEFINITION)


def _variables(value: Located | None, problems: Problems) -> Mapping[Scalar, Located]:
    if value is not None and not value.is_mapping:
        told = f"`variables:` should be a mapping, found {shown(value)}"
        problems.error(told, value.at, Costs.DEFINITION, "write `name: value` below it")
    return value.entries if value is not None else {}


def _calls(value: Located, templates: Templates, problems: Problems) -> Iterator[Located]:
    """The calls that can be made; what keeps another from it is among the problems."""
    if not value:
        hint = "write `template: {name: ...}`"
        problems.error("`template:` is blank", value.at, Costs.DEFINITION, hint)
    elif not templates.by_name:
        problems.error("the file has no `templates:`", value.at, Costs.DEFINITION, "add them, or `external_templates:`")
        return
    for call in value.items if value.is_list else (value,) if value else ():
        if not call.is_mapping:
            told = f"a template is called by a mapping, found {shown(call)}"
            problems.error(told, call.at, Costs.DEFINITION, f"write `name: {call}` below it")
            continue
        name = call.entries.get("name")
        if name is None or not name:
            told = "a call of a template has no `name:`"
            problems.error(told, (name or call).at, Costs.DEFINITION, "say which template")
        elif name.is_list or name.is_mapping or name.scalar not in templates.by_name:
            refusal = unknown_template(str(name), {str(key): one for key, one in templates.by_name.items()}, name.at)
            problems.error(refusal.message, refusal.where, Costs.DEFINITION, refusal.hint)
        elif not templates.by_name[name.scalar].body.is_mapping:
            problems.error(f"the template `{name}` is no mapping", name.at, Costs.DEFINITION)
        else:
            yield call
