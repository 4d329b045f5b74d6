"""Runs the template's CloudFront function as CloudFront does: in a JavaScript context without other globals."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any, Self

from tests.support.cloudformation import resolved
from tests.support.template import resources

HARNESS = """
const vm = require("vm");
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { code, uris, accept } = JSON.parse(line);
  const context = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
  vm.runInContext(code, context);
  const run = vm.runInContext("(event) => JSON.stringify(handler(JSON.parse(event)))", context);
  const answers = uris.map((uri) => JSON.parse(run(JSON.stringify({
    version: "1.0",
    context: { eventType: "viewer-request" },
    viewer: { ip: "198.51.100.11" },
    request: {
      method: "GET", uri, querystring: {}, cookies: {},
      headers: { host: { value: "pages.example" }, ...(accept ? { accept: { value: accept } } : {}) },
    },
  }))));
  console.log(JSON.stringify(answers));
});
"""


def code(known: Mapping[str, str]) -> str:
    """The function's code, with these values substituted."""
    found: str = resolved(resources()["PagesRouting"]["Properties"]["FunctionCode"], known)
    return found


class Edge:
    """A Node.js process that runs the function."""

    def __enter__(self) -> Self:
        self._node = subprocess.Popen(  # noqa: S603
            ["node", "-e", HARNESS],  # noqa: S607 - Node.js also builds the pages
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._node.communicate()

    def answers(self, known: Mapping[str, str], uris: Sequence[str], accept: str = "") -> list[dict[str, Any]]:
        """The function's result for each URI: a request to forward, or a response."""
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.write(json.dumps({"code": code(known), "uris": uris, "accept": accept}) + "\n")
        self._node.stdin.flush()
        line = self._node.stdout.readline()
        assert line, "the function failed; see the error of Node.js above"
        found: list[dict[str, Any]] = json.loads(line)
        return found

    def answer(self, known: Mapping[str, str], uri: str, accept: str = "") -> dict[str, Any]:
        """The function's result for one URI."""
        (found,) = self.answers(known, [uri], accept)
        return found
