"""`lianqun read … --out RESULTS`: the batch, its progress on standard error, and its summary."""

import argparse
import csv
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lianqun.read import KnownOrganization
    from lianqun.read.batches import Batch

LINE_SECONDS = 5.0
REWRITE_SECONDS = 0.2
_STATUS_ZH = {"read": "已读", "skipped": "跳过", "refused": "不能读", "failed": "失败"}


def run_batch(args: argparse.Namespace) -> int:
    """Read everything into the folder of results. 0 all read, 1 something was refused, failed or broken off, 2 wrong usage."""
    from lianqun.read.batches import JournalInUse, WorkersBroken

    if (wrong := _wrong_usage(args)) is not None:
        return _say(2, *wrong)
    meter = Meter()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        batch = _read(args, meter)
    except KeyboardInterrupt:
        meter.end()
        return _say(1, *_interrupted(meter.done))
    except (JournalInUse, WorkersBroken, OSError) as error:
        meter.end()
        return _say(1, *_broken_off(error, args.out))
    meter.end()
    _show_summary(batch, args)
    return 1 if batch.bad else 0


def _read(args: argparse.Namespace, meter: "Meter") -> "Batch":
    from lianqun.read.batches import Recipe, find_documents, read_batch

    meter.total = sum(1 for _ in find_documents(args.files, leave_out=args.out))
    return read_batch(
        find_documents(args.files, leave_out=args.out),
        args.out,
        recipe=Recipe(args.published, args.known, args.names, args.sources, args.source),
        workers=args.workers,
        clock=time.monotonic,
        most_seconds=args.time_limit,
        progress=meter,
    )


def _say(code: int, zh: str, en: str) -> int:
    print(f"{zh}\n{en}", file=sys.stderr)
    return code


def _interrupted(done: int) -> tuple[str, str]:
    return (
        f"已中断。处理完的 {done} 份已记下；再运行同一条命令即可接着读。",
        f"Interrupted. The {done} finished documents are written down; run the same command again to go on.",
    )


def _broken_off(error: Exception, out: Path) -> tuple[str, str]:
    """The sentence for a batch that could not go on, in Chinese and English."""
    from lianqun.read.batches import JournalInUse, WorkersBroken

    if isinstance(error, JournalInUse):
        return (
            f"{out} 正由另一次运行写入。请等它结束，或换一个 --out。",
            f"{out} is being written by another run. Wait for its end, or choose another --out.",
        )
    if isinstance(error, WorkersBroken):
        return (
            f"读取进程无法启动（{error}）。请检查安装，再运行同一条命令。",
            f"No reading process could be started ({error}). Check the installation, then run the same command again.",
        )
    reason = getattr(error, "strerror", None) or error
    return (
        f"结果写不进 {out}（{reason}）。请腾出空间或检查权限，再运行同一条命令即可接着读。",
        f"The results cannot be written to {out} ({reason}). Make room or check permissions; the same command then goes on.",
    )


def _wrong_usage(args: argparse.Namespace) -> tuple[str, str] | None:
    """The sentence for arguments that do not go together, in Chinese and English."""
    if args.text or args.explain:
        return "--out 不能与 --text、--explain 同用。", "--out does not go with --text or --explain."
    if args.second is not None:
        return (
            "--out 不能与 --second 同用；第二读者请逐份使用。",
            "--out does not go with --second; ask the second reader document by document.",
        )
    if args.out.exists() and not args.out.is_dir():
        return f"{args.out} 是文件，不是文件夹。请换一个 --out。", f"{args.out} is a file, not a folder. Choose another --out."
    strangers = [name for name in ("claims.jsonl", "outcomes.csv") if (args.out / name).exists()]
    if strangers and not (args.out / "journal.jsonl").exists():
        return (
            f"{args.out} 里已有 {strangers[0]}，但不是这条命令写的。请换一个 --out。",
            f"{args.out} holds a {strangers[0]} that this command did not write. Choose another --out.",
        )
    return None


def count_of_workers() -> int:
    """One process for each processor that this one may use."""
    return len(os.sched_getaffinity(0))


def read_known(path: Path) -> "tuple[KnownOrganization, ...]":
    """The office's register: `organizations.csv` with the `aliases.csv` beside it, of a data-set folder or named itself."""
    from lianqun.read import KnownOrganization

    folder = path if path.is_dir() or not path.exists() else path.parent
    aliases: dict[str, list[str]] = {}
    if (folder / "aliases.csv").exists():
        for row in _rows(folder / "aliases.csv"):
            aliases.setdefault(row["organization_id"], []).append(row["alias"])
    return tuple(
        KnownOrganization(row["id"], row["name_zh"], tuple(aliases.get(row["id"], ())))
        for row in _rows(folder / "organizations.csv")
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class Meter:
    """Progress on standard error: on a terminal one line that is rewritten, elsewhere a line every few seconds."""

    def __init__(self) -> None:
        self.total = 0
        self._begun = self._told = time.monotonic()
        self._rewrites = sys.stderr.isatty()
        self._width = 0
        self.done = 0

    def __call__(self, batch: "Batch") -> None:
        """Take note of one more outcome."""
        self.done = batch.done
        now = time.monotonic()
        if now - self._told < (REWRITE_SECONDS if self._rewrites else LINE_SECONDS):
            return
        self._told = now
        line = progress_line(batch, self.total, now - self._begun)
        if not self._rewrites:
            print(line, file=sys.stderr, flush=True)
            return
        print(f"\r{line.ljust(self._width)}", end="", file=sys.stderr, flush=True)
        self._width = len(line)

    def end(self) -> None:
        """Leave the rewritten line."""
        if self._width:
            print(file=sys.stderr)


def progress_line(batch: "Batch", total: int, seconds: float) -> str:
    """Count, rate, time left, and what could not be read so far. The rate is that of this run's own documents."""
    rate = (batch.done - batch.before) / seconds if seconds else 0.0
    left = f"{clock_time((total - batch.done) / rate)} left" if rate else "—"
    bad = f" · {batch.bad} not read" if batch.bad else ""
    return f"{batch.done:,} / {total:,} · {rate:.1f} / s · {left}{bad}"


def clock_time(seconds: float) -> str:
    """Seconds as h:mm:ss."""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def _show_summary(batch: "Batch", args: argparse.Namespace) -> None:
    if args.json:
        print(json.dumps(batch.as_row(), ensure_ascii=False))
        return
    row = batch.as_row()
    for status, zh in _STATUS_ZH.items():
        print(f"{zh} {status:10}{row[status]:>10,}")
    for code, count in sorted(batch.codes.items()):
        print(f"    {code:20}{count:>6,}")
    print(
        f"{batch.done:,} documents ({batch.before:,} finished before) · {batch.claims:,} claims · {batch.characters:,} characters"
    )
    print(f"{args.out / 'claims.jsonl'} · {args.out / 'outcomes.csv'}")
