"""What the functions import of the product; it depends on no template."""

import ast
from functools import cache
from pathlib import Path

import grimp


@cache
def imports_pdf(app: Path) -> bool:
    """Whether a function's module imports the PDF package, directly or indirectly."""
    imported: set[str] = set()
    for node in ast.walk(ast.parse(app.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported.update({node.module, *(f"{node.module}.{alias.name}" for alias in node.names)})
    own_resources = imported & _graph().modules
    reached = own_resources.union(*(_graph().find_upstream_modules(module) for module in own_resources))
    return any(module.startswith("shared.pdf.") for module in reached)


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph("shared")
