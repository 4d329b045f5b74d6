"""Serves the web pages, as S3 and CloudFront do in the cloud."""

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
# The paths of pages, which all get the same document, and of files, which have an extension except under /assets.
# The CloudFront function in template.yaml has the same two expressions.
PAGE = re.compile(r"/|/(learn|teach|manage|signed-in)(/.*)?")
FILE = re.compile(r"(/[^/.][^/]*)+\.[A-Za-z0-9]+|/assets(/[^/.][^/]*)+")
# With a space before each of the origins of media.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:{media}; "
    "font-src 'self' data:; media-src 'self'{media}; connect-src 'self' {storage}{media}; frame-src 'self'{media}; "
    "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
# For files with a digest in their name; for media, so that a lesson that was played can be played offline; and for the
# documents that refer to them.
IMMUTABLE, ONE_DAY, REVALIDATE = "public, max-age=31536000, immutable", "public, max-age=86400", "no-cache"


class PagesOrApi:
    """Serves the built pages and their files; forwards all other requests to the API."""

    def __init__(self, settings: Settings, forwarder: Forwarder, storage: str, dist: Path = DIST) -> None:
        """Serve a folder of built pages.

        Args:
            settings: the address of the service.
            forwarder: forwards to the API.
            storage: the origin of S3, for uploads of templates and downloads of large PDFs.
            dist: the folder of the built pages; read for each request, so that a build needs no restart.
        """
        self._url = settings.url
        self._dist = dist
        self._files = StaticFiles(directory=dist, check_dir=False)
        self._forwarder = forwarder
        media = "".join(f" {origin}" for origin in settings.media_origins.split(",") if origin)
        self._policy = POLICY.format(storage=storage, media=media)
        # The configuration of the pages; in the cloud, template.yaml makes it from its parameters.
        self._config = JSONResponse(
            {
                "issuer": settings.issuer,
                "client_id": AUDIENCE,
                "scope": "openid profile",
                "verification_url": f"{settings.url}/certificates/verify/",
                "video_url": "/media/clip.webm",
                "captions_url": "/media/clip.vtt",
                "article_url": "/media/article.html",
                "media_origins": settings.media_origins,
                "time_zone": settings.time_zone,
            },
            headers={"cache-control": REVALIDATE, "x-content-type-options": "nosniff"},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._answer(Request(scope, receive))
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> ASGIApp:
        # Not decoded, as in CloudFront's function: a percent-encoded letter makes another path.
        path = request.scope["raw_path"].decode("latin-1")
        if request.method in {"GET", "HEAD"}:
            if path == "/config.json":
                return self._config
            if PAGE.fullmatch(path):
                return self._document(request, path)
            if FILE.fullmatch(path) and self._is_file(request.scope):
                return self._file(request.scope["path"])
        return await self._forwarder.forward(request)

    def _document(self, request: Request, path: str) -> ASGIApp:
        if request.url.hostname == "localhost":
            # The issuer and its redirect URI have the host name that was printed; to a browser, another host name is
            # another origin.
            query = request.scope["query_string"].decode("latin-1")
            return RedirectResponse(f"{self._url}{path}" + (f"?{query}" if query else ""))
        if not (self._dist / DOCUMENT[1:]).is_file():
            return problem(503, "pages_not_built", "The pages are not built: run `make setup`.")
        return self._file(DOCUMENT)

    def _is_file(self, scope: Scope) -> bool:
        try:
            _, found = self._files.lookup_path(self._files.get_path(scope))
        except (OSError, ValueError):  # not a valid file name
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
                    headers["cache-control"] = _cache_control(path)
                await send(message)

            await self._files({**scope, "path": path, "root_path": ""}, receive, send_with_policy)

        return file


def _cache_control(path: str) -> str:
    if path.startswith("/assets/"):
        return IMMUTABLE
    return ONE_DAY if path.startswith("/media/") else REVALIDATE
