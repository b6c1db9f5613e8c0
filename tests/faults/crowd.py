"""A crowd of readers of the marts, as a process of its own: `python crowd.py CONNINFO`.

Each result must be of one release: in the candidates that the test publishes, the titles of all resolutions are the
number of paragraphs. At the end of its input it prints what happened, as JSON.
"""

import asyncio
import json
import random
import sys
from collections import Counter

import psycopg

KINDS = {"short": 38, "long": 4, "dashboard": 4, "snapshot": 4}
TITLES = "select min(title), max(title) from marts.dim_resolution"
ONE_STATEMENT = f"{TITLES.replace(' from', ', (select count(*) from marts.fct_paragraph), pg_sleep(%s) from')}"

done: Counter[str] = Counter()
wrong: list[str] = []


async def ask_once(connection: psycopg.AsyncConnection, kind: str) -> tuple[object, ...]:
    if kind in ("short", "long"):
        seconds = 0.0 if kind == "short" else random.uniform(1.0, 3.0)
        cursor = await connection.execute(ONE_STATEMENT, [seconds])
        lowest, highest, paragraphs, _ = await cursor.fetchone() or (None,) * 4
        return lowest, highest, paragraphs
    async with connection.transaction():  # the tiles of one page, asked one after the other
        await connection.execute("set transaction isolation level repeatable read, read only")
        if kind == "snapshot":  # taken before any mart is touched
            await connection.execute("select count(*) from marts.rpt_gate")
            await asyncio.sleep(random.uniform(0.0, 0.3))
        lowest, highest = await (await connection.execute(TITLES)).fetchone() or (None, None)
        await asyncio.sleep(random.uniform(0.0, 0.3))
        (paragraphs,) = await (await connection.execute("select count(*) from marts.fct_paragraph")).fetchone() or (
            None,
        )
        return lowest, highest, paragraphs


async def read(address: str, kind: str, stop: asyncio.Event) -> None:
    name = f"reader {kind}"
    try:
        async with await psycopg.AsyncConnection.connect(address, autocommit=True, application_name=name) as connection:
            while not stop.is_set():
                lowest, highest, paragraphs = await ask_once(connection, kind)
                done[kind] += 1
                if not lowest == highest == str(paragraphs):
                    wrong.append(f"{kind}: {lowest}, {highest}, {paragraphs}")
                await asyncio.sleep(random.uniform(0.0, 0.5) if kind != "long" else random.uniform(0.0, 6.0))
    except psycopg.Error as error:
        wrong.append(f"{kind}: {error}")


async def main(address: str) -> None:
    stop = asyncio.Event()
    readers = [asyncio.create_task(read(address, kind, stop)) for kind, many in KINDS.items() for _ in range(many)]
    await asyncio.to_thread(sys.stdin.read)
    stop.set()
    await asyncio.gather(*readers)
    print(json.dumps({"done": done, "wrong": wrong}))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
