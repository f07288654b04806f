"""`/healthz`, `/readyz` and `/metrics` on a local port, for whoever watches over the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web

from bot.adapters.metrics import Metrics
from bot.core.errors import MisconfiguredError
from bot.core.health import Health

_OPEN_METRICS: Final = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}


@asynccontextmanager
async def serve_status(host: str, port: int, *, health: Health, metrics: Metrics) -> AsyncIterator[int]:
    """Serve for the length of the block; requests are not logged.

    Args:
        host: the address to listen at.
        port: the port; 0 is any that is free.
        health: what `/readyz` asks.
        metrics: what `/metrics` shows.

    Yields:
        The port.

    Raises:
        MisconfiguredError: the address cannot be listened at.
    """
    runner = web.AppRunner(_app(health, metrics), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await _listen(runner, host, port)
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise MisconfiguredError(
            f"Port {port} of {host} cannot be listened at; set REELCALL_METRICS_PORT and REELCALL_METRICS_HOST to one "
            "that is free."
        ) from error


def _app(health: Health, metrics: Metrics) -> web.Application:
    async def healthz(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_request: web.Request) -> web.Response:
        missing = health.missing()
        if missing:
            return web.Response(status=503, text=f"not ready: {', '.join(missing)}\n")
        return web.Response(text="ok\n")

    async def figures(_request: web.Request) -> web.Response:
        return web.Response(body=metrics.text(), headers=_OPEN_METRICS)

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", figures)])
    return app
