"""The web pages on this machine: what S3 and CloudFront do in the cloud."""

import re
import stat
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from local.forwarding import Forwarder
from local.problems import problem
from local.settings import AUDIENCE, ROOT, Settings

DIST = ROOT / "web" / "dist"
DOCUMENT = "/index.html"
# One document draws them all; and what a file of the pages can be called: with an ending, but for what comes with
# libraries. The template's CloudFront function knows both by the same words.
DRAWN = re.compile(r"/|/(learn|teach|manage|signed-in)(/.*)?")
FILE = re.compile(r"(/[^/.][^/]*)+\.[A-Za-z0-9]+|/assets(/[^/.][^/]*)+")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self' data:; "
    "media-src 'self'; connect-src 'self' {elsewhere}; frame-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
# Files that carry their digest in their name; lessons, so that one that was played can be played without a network;
# and all that decides which of them are asked for.
FOREVER, A_DAY, ALWAYS_ASKED_FOR = "public, max-age=31536000, immutable", "public, max-age=86400", "no-cache"


class PagesOrApi:
    """A page or a file of the built pages where there is one of that name, else the API."""

    def __init__(self, settings: Settings, forwarder: Forwarder, storage: str, dist: Path = DIST) -> None:
        """Serve what is built.

        Args:
            settings: where the service answers.
            forwarder: the way to the API.
            storage: the origin that templates are uploaded to, and large PDFs read from.
            dist: the folder of the built pages; looked at anew for each request, so that a build needs no restart.
        """
        self._url = settings.url
        self._dist = dist
        self._files = StaticFiles(directory=dist, check_dir=False)
        self._forwarder = forwarder
        self._policy = POLICY.format(elsewhere=storage)
        # Read by the pages when they start; in the cloud the parameters of the template say it.
        self._config = JSONResponse(
            {
                "issuer": settings.issuer,
                "client_id": AUDIENCE,
                "scope": "openid profile",
                "verification_url": f"{settings.url}/certificates/verify/",
                "video_url": "/media/clip.webm",
                "captions_url": "/media/clip.vtt",
                "article_url": "/media/article.html",
            },
            headers={"cache-control": ALWAYS_ASKED_FOR, "x-content-type-options": "nosniff"},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._answer(Request(scope, receive))
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> ASGIApp:
        # As it was sent, and as CloudFront's function sees it: a letter that is written with % makes another path.
        path = request.scope["raw_path"].decode("latin-1")
        if request.method in {"GET", "HEAD"}:
            if path == "/config.json":
                return self._config
            if DRAWN.fullmatch(path):
                return self._document(request, path)
            if FILE.fullmatch(path) and self._is_file(request.scope):
                return self._file(request.scope["path"])
        return await self._forwarder.forward(request)

    def _document(self, request: Request, path: str) -> ASGIApp:
        if request.url.hostname == "localhost":
            # The issuer, and where it sends people back to, are of the one name that was printed: another name is
            # another origin to a browser.
            query = request.scope["query_string"].decode("latin-1")
            return RedirectResponse(f"{self._url}{path}" + (f"?{query}" if query else ""))
        if not (self._dist / DOCUMENT[1:]).is_file():
            return problem(503, "pages_not_built", "The pages are not built: run `make setup`.")
        return self._file(DOCUMENT)

    def _is_file(self, scope: Scope) -> bool:
        try:
            _, found = self._files.lookup_path(self._files.get_path(scope))
        except (OSError, ValueError):  # no name that a file can have
            return False
        return found is not None and stat.S_ISREG(found.st_mode)

    def _file(self, path: str) -> ASGIApp:
        async def file(scope: Scope, receive: Receive, send: Send) -> None:
            async def send_with_policy(message: Message) -> None:
                if message["type"] == "http.response.start":
                    headers = MutableHeaders(scope=message)
                    headers["content-security-policy"] = self._policy
                    headers["x-content-type-options"] = "nosniff"
                    headers["referrer-policy"] = "same-origin"
                    headers["cache-control"] = _kept(path)
                await send(message)

            await self._files({**scope, "path": path, "root_path": ""}, receive, send_with_policy)

        return file


def _kept(path: str) -> str:
    if path.startswith("/assets/"):
        return FOREVER
    return A_DAY if path.startswith("/media/") else ALWAYS_ASKED_FOR
