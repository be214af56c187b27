"""The demo: dispatches of `examples/` into a record, then its timeline on the screen.

Run by `make demo`. It does nothing that the commands it prints do not do.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
OUT = Path("out")
RECORD = OUT / "libya-2020.vigie"
READINGS = OUT / "readings.jsonl"
BRIEF = OUT / "brief.html"


def run(*words: str, into: Path | None = None) -> None:
    """Show a command, then run it."""
    shown = " ".join(words) + (f" > {into}" if into else "")
    print(f"\n$ vigie {shown}", flush=True)
    command = [sys.executable, "-m", "vigie.doors.cli.main", *words]
    if into:
        with into.open("wb") as out:
            subprocess.run(command, check=True, stdout=out)
    else:
        subprocess.run(command, check=True)


def main() -> None:
    """Read, build, show."""
    OUT.mkdir(exist_ok=True)
    for left in OUT.glob("libya-2020.vigie*"):
        left.unlink()
    dispatches = str(HERE / "dispatches")
    run("read", dispatches, "--json", into=READINGS)
    run("build", dispatches, "-o", str(RECORD), "--workers", "2")
    run("timeline", str(RECORD))
    run("brief", str(RECORD), "--language", "fr", "--html", "-o", str(BRIEF))
    print("\nWritten:")
    for path in (RECORD, READINGS, BRIEF):
        print(f"  {path}  ({path.stat().st_size / 1024:.0f} kB)")
    print("\nGo on with:")
    print(f"  .venv/bin/vigie stories {RECORD}")
    print(f"  .venv/bin/vigie changed {RECORD} --since 2020-05-22")
    print(f"  .venv/bin/vigie show 06-tripoli-matin-repli -r {RECORD}")
    print(f"  .venv/bin/vigie quotes {RECORD} --speaker Haftar")
    print('  .venv/bin/vigie code --text "L\'armée a bombardé la ville jeudi."')


if __name__ == "__main__":
    main()
