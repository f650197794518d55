"""How long a warm answer takes, beside a bare Chroma search in the same run.

    python -m benchmarks.latency

Every fourth question of the eval set that follows on nothing is asked once, after another quarter
has warmed everything up. The peer is langchain-chroma's similarity_search over the same index with
the same embeddings: one dense leg, no reading, no citations. For one core:
OMP_NUM_THREADS=1 taskset -c 0.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence

from natoqa import Assistant
from natoqa.evaluation.questions import shipped_questions


def timings(run: Callable[[str], object], warm: Sequence[str], asked: Sequence[str]) -> list[float]:
    """Milliseconds of each question of `asked`, after those of `warm`."""
    for question in warm:
        run(question)
    result = []
    for question in asked:
        start = time.perf_counter()
        run(question)
        result.append((time.perf_counter() - start) * 1000)
    return result


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args()
    questions = [one.question for one in shipped_questions() if not one.history]
    warm, asked = questions[1::4], questions[::4]
    start = time.perf_counter()
    assistant = Assistant()
    assistant.ask(warm[0])
    cold = (time.perf_counter() - start) * 1000
    store = assistant.index.store
    ours = timings(assistant.ask, warm, asked)
    peer = timings(lambda question: store.similarity_search(question, k=5), warm, asked)
    for name, values in (("natoqa, whole answer", ours), ("Chroma, dense search alone", peer)):
        p95 = statistics.quantiles(values, n=20)[-1]
        print(f"{name:28} median {statistics.median(values):6.2f} ms   p95 {p95:6.2f} ms")
    ratio = statistics.median(ours) / statistics.median(peer)
    print(f"{len(asked)} questions, ratio of medians {ratio:.2f}")
    print(f"first answer of a process, imports aside: {cold:.0f} ms")


if __name__ == "__main__":
    main()
