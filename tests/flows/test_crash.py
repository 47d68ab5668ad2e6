"""Nothing is lost by SIGKILL: whatever the moment, the next start completes the index."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from coolpapers.flows.follow import bring_up
from coolpapers.flows.verify import verify
from coolpapers.library import INDEX_DIRECTORY, open_library
from coolpapers.settings import read_settings

KILLS = 50
PAPERS = 1500
COUNTS = (
    b"1,650 papers: 1,500 new, 150 changed, 0 same, 0 failed",
    b"1,650 papers: 0 new, 0 changed, 1,650 same, 0 failed",  # it was killed behind the file's end
)
IMPORT = """
from coolpapers.flows import imports, reindex
# Small batches and a commit at every step: many moments at which a kill can hurt.
imports.BATCH_RECORDS = 40
reindex.COMMIT_SECONDS = 0.0
from coolpapers.cli import main
print("ready", flush=True)
main()
"""


def write_papers(path: Path, month: int, words: random.Random) -> None:
    """A file of papers, every tenth said twice with another title."""
    with path.open("w", encoding="utf-8") as out:
        for n in range(1, PAPERS + 1):
            title = " ".join(words.choices(["tree", "leaf", "root", "branch", "seed"], k=5))
            line = f'{{"id": "arxiv:{month}.{n:05d}", "title": "{title}"}}\n'
            out.write(line)
            if n % 10 == 0:
                out.write(line.replace('"title": "', '"title": "New '))


def killed_within(command: list[str], seconds: float) -> bool:
    """Whether a command was killed after so long; if not, it counted as if it never had been."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        try:
            said = process.communicate(timeout=seconds)[0]
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.communicate()
            return True
        assert process.returncode == 0
        assert said.strip().endswith(COUNTS)
        return False


def test_fifty_kills_lose_nothing(tmp_path: Path) -> None:
    """After fifty kills at random moments every paper is in store and index exactly once.

    Papers and how far their file was read are kept together, so counts are never off either.
    """
    # The moments are seeded, though the machine's own timing adds to them.
    moments = random.Random(7)
    data = tmp_path / "data"
    files: list[Path] = []
    kills, finished = 0, True
    while kills < KILLS:
        if finished:
            month = 1601 + len(files) % 12 + 100 * (len(files) // 12)
            files.append(tmp_path / f"{month}.jsonl")
            write_papers(files[-1], month, moments)
        command = [sys.executable, "-c", IMPORT, "import", str(files[-1]), "--data", str(data)]
        finished = not killed_within(command, moments.uniform(0.1, 0.8))
        kills += not finished
    for file in files:
        again = [sys.executable, "-m", "coolpapers", "import", str(file), "--data", str(data)]
        subprocess.run(again, check=True, capture_output=True)
    library = open_library(read_settings({"data": str(data)}, {}))
    bring_up(library.store, data / INDEX_DIRECTORY)
    verdict = verify(library)
    expected = PAPERS * len(files)
    assert verdict.sound, verdict.sentence
    assert (expected, expected, 0) == (verdict.papers, verdict.indexed, verdict.waiting)
    library.store.database.close()


def test_an_interrupted_import_ends_at_once_and_is_completed(tmp_path: Path) -> None:
    """Ctrl-C while papers come in ends the command with 130; what was put is indexed next time."""
    data = tmp_path / "data"
    line = '{"id": "arxiv:1601.%05d", "title": "%s"}\n'
    papers = "".join(line % (n, "leaf " * 400) for n in range(1, PAPERS + 1)).encode()
    command = [sys.executable, "-m", "coolpapers", "import", "-", "--data", str(data)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(papers)  # more than fits on the way: most of it was read behind this
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        said = process.communicate()[1]
    assert (130, b"interrupted; nothing kept so far is lost") == (process.returncode, said.strip())
    library = open_library(read_settings({"data": str(data)}, {}))
    bring_up(library.store, data / INDEX_DIRECTORY)
    verdict = verify(library)
    assert verdict.sound, verdict.sentence
    assert verdict.papers == verdict.indexed > 0
    library.store.database.close()
