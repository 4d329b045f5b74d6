"""The sockets of the local service."""

import asyncio
import socket
from pathlib import Path

import httpx
import uvicorn
from starlette.responses import PlainTextResponse

from local import run
from local.settings import Settings
from tests.e2e.laptop import free_port


async def delays_turned_off(listener: socket.socket, url: str) -> list[bool]:
    """Whether TCP_NODELAY is set, for each connection that uvicorn accepted."""
    server = uvicorn.Server(uvicorn.Config(PlainTextResponse("here"), ws="none", log_level="warning"))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    async with httpx.AsyncClient(trust_env=False) as client:
        await client.get(url)
        accepted = [connection.transport.get_extra_info("socket") for connection in server.server_state.connections]
        options = [bool(each.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)) for each in accepted]
    server.should_exit = True
    await serving
    return options


def test_no_response_waits_for_a_delayed_acknowledgement(tmp_path: Path) -> None:
    settings = Settings(port=free_port(), data=tmp_path, architecture="x86_64")
    with run.bound_port(settings) as listener:
        listener.listen()
        assert asyncio.run(delays_turned_off(listener, settings.url)) == [True]
