"""`toperparty audit`, as an operator runs it."""

import asyncio
import json
import pathlib

from server import binary


async def audit(database: pathlib.Path, *arguments: str) -> tuple[int, str]:
    """Exit code, and what it said on both outputs."""
    process = await asyncio.create_subprocess_exec(
        str(binary()), "audit", *arguments, "--database", str(database),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
    output, _ = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode, output.decode()


async def events(database: pathlib.Path, *filters: str) -> list[dict]:
    code, output = await audit(database, "timeline", "--json", *filters)
    assert code == 0, output
    return sorted((json.loads(line) for line in output.splitlines()), key=lambda event: event["seq"])
