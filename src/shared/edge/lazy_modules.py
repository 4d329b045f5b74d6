"""Modules that a library imports and nothing here uses are loaded when something first uses them.

Powertools' event handler imports asyncio, for resolvers of other services: tens of milliseconds of each cold start. The
standard library's `importlib.util.LazyLoader` does not help: an `import` statement reads the `__spec__` of the module,
at which it is loaded.
"""

import importlib
import sys
from types import ModuleType


class _Unloaded(ModuleType):
    """Stands in for a module until an attribute of it is read that every module has not."""

    def __getattr__(self, attribute: str) -> object:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        loaded = importlib.import_module(self.__name__)
        # For those who have imported this one.
        self.__dict__.update(loaded.__dict__)
        return getattr(loaded, attribute)


def load_when_used(name: str) -> None:
    """Have a module that is not loaded yet loaded when something first uses it."""
    sys.modules.setdefault(name, _Unloaded(name))
