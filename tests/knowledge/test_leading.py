"""Who leads: one process of a home, and another one at once when it is gone."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

from knowledge.errors import StorageError
from knowledge.leading import Lead, lead_of_home, wait_to_lead

ROOT = Path(__file__).parents[2]
LEADING = "import sys, time; from pathlib import Path; from knowledge.leading import lead_of_home; \
lead = lead_of_home(Path(sys.argv[1])); print(lead is not None, flush=True); time.sleep(60)"


def test_one_leads_and_the_next_one_after_its_death(tmp_path: Path) -> None:
    """Whoever comes second waits, is told so once, and leads when the first one is killed."""
    first = subprocess.Popen([sys.executable, "-c", LEADING, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE)
    assert first.stdout is not None
    assert first.stdout.readline() == b"True\n"
    assert lead_of_home(tmp_path) is None
    told: list[float] = []

    def kill() -> None:
        told.append(time.monotonic())
        first.kill()
        first.wait()

    lead = wait_to_lead(lambda: lead_of_home(tmp_path), threading.Event(), kill)
    first.stdout.close()
    assert lead is not None
    assert lead.is_held
    assert len(told) == 1
    lead.release()
    lead.release()
    assert not lead.is_held


def test_a_fault_is_waited_out() -> None:
    """What lends the lead may be out of reach for a while."""
    stop = threading.Event()

    def claim() -> Lead | None:
        stop.set()
        raise StorageError("不可写")

    assert wait_to_lead(claim, stop) is None
