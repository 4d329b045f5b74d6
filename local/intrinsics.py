"""CloudFormation's intrinsic functions and conditions, as far as template.yaml uses them.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# The marker of a property that `AWS::NoValue` removes.
_REMOVED = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """What a template's functions refer to.

    Attributes:
        values: of `Ref`, by name: parameters, pseudo parameters and resources; and attributes, by `Resource.Attribute`.
        conditions: of the template.
    """

    values: Mapping[str, str]
    conditions: Mapping[str, Any]

    def resolved(self, value: Any) -> Any:  # noqa: ANN401
        """Return a value of the template with every function replaced by its result.

        Raises:
            KeyError: it refers to a name that is not given.
        """
        found = self._resolved(value)
        return None if found is _REMOVED else found

    def _resolved(self, value: Any) -> Any:  # noqa: ANN401, C901, PLR0911 - one case a function
        match value:
            case {"Ref": "AWS::NoValue"}:
                return _REMOVED
            case {"Ref": name}:
                return self.values[name]
            case {"Fn::GetAtt": [name, attribute]}:
                return self.values[f"{name}.{attribute}"]
            case {"Fn::Sub": [text, own]}:
                return self._filled(text, self.resolved(own))
            case {"Fn::Sub": text}:
                return self._filled(text, {})
            case {"Fn::Split": [by, text]}:
                return self.resolved(text).split(by)
            case {"Fn::Join": [by, items]}:
                return by.join(self.resolved(items))
            case {"Fn::Select": [index, items]}:
                return self.resolved(items)[int(index)]
            case {"Fn::If": [condition, met, otherwise]}:
                return self._resolved(met if self.holds(self.conditions[condition]) else otherwise)
            case dict():
                fields = {name: self._resolved(inner) for name, inner in value.items()}
                return {name: inner for name, inner in fields.items() if inner is not _REMOVED}
            case list():
                return [inner for inner in map(self._resolved, value) if inner is not _REMOVED]
        return value

    def holds(self, condition: Any) -> bool:  # noqa: ANN401
        """Whether a condition holds."""
        match condition:
            case {"Condition": name}:
                return self.holds(self.conditions[name])
            case {"Fn::Equals": [one, other]}:
                return bool(self.resolved(one) == self.resolved(other))
            case {"Fn::Not": [inner]}:
                return not self.holds(inner)
            case {"Fn::And": inner}:
                return all(map(self.holds, inner))
            case {"Fn::Or": inner}:
                return any(map(self.holds, inner))
        raise ValueError(condition)

    def _filled(self, text: str, own: Mapping[str, str]) -> str:
        # One pass: substituted text is not substituted again.
        return re.sub(r"\$\{([^!}]+)\}", lambda found: str({**self.values, **own}[found[1]]), text)
