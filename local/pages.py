"""The web pages on this machine: what S3 and CloudFront do in the cloud."""

import re
import stat

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from local.forwarding import Forwarder
from local.settings import AUDIENCE, ROOT, Settings

DIST = ROOT / "web" / "dist"
# One document draws them all; the template's CloudFront function knows them by the same words.
DRAWN = re.compile(r"/|/(?:learn|teach|manage|signed-in)(?:/.*)?")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self' data:; "
    "media-src 'self' {elsewhere}; connect-src 'self' {elsewhere}; frame-src 'self'; worker-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
FOREVER = "public, max-age=31536000, immutable"


class PagesOrApi:
    """A page or a file of the built pages where there is one of that name, else the API."""

    def __init__(self, settings: Settings, forwarder: Forwarder, storage: str) -> None:
        """Serve what is built in `web/dist`.

        Args:
            settings: where the service answers.
            forwarder: the way to the API.
            storage: the origin that templates are uploaded to.
        """
        self._files = StaticFiles(directory=DIST, html=True, check_dir=False)
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
            headers={"cache-control": "no-cache"},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        path = request.url.path
        if request.method not in {"GET", "HEAD"}:
            answer: ASGIApp = await self._forwarder.forward(request)
        elif path == "/config.json":
            answer = self._config
        elif DRAWN.fullmatch(path):
            scope = {**scope, "path": "/index.html", "root_path": ""}
            answer = self._page()
        elif self._is_file(scope):
            answer = self._page(immutable=path.startswith("/assets/"))
        else:
            answer = await self._forwarder.forward(request)
        await answer(scope, receive, send)

    def _is_file(self, scope: Scope) -> bool:
        try:
            _, found = self._files.lookup_path(self._files.get_path(scope))
        except (OSError, ValueError):  # no name that a file can have
            return False
        return found is not None and stat.S_ISREG(found.st_mode)

    def _page(self, *, immutable: bool = False) -> ASGIApp:
        async def page(scope: Scope, receive: Receive, send: Send) -> None:
            async def send_with_policy(message: Message) -> None:
                if message["type"] == "http.response.start":
                    headers = MutableHeaders(scope=message)
                    headers["content-security-policy"] = self._policy
                    headers["x-content-type-options"] = "nosniff"
                    headers["referrer-policy"] = "same-origin"
                    headers["cache-control"] = FOREVER if immutable else "no-cache"
                await send(message)

            await self._files(scope, receive, send_with_policy)

        return page
