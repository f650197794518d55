"""How long a warm answer takes, beside a bare Chroma search in the same run.

    python -m benchmarks.latency [--rounds 30]

The peer is langchain-chroma's similarity_search over the same index with the same embeddings: one
dense leg, no reading, no citations. Set OMP_NUM_THREADS=1 for one core.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

from natoqa import Assistant

QUESTIONS = (
    "次期事務総長は誰ですか？",
    "NSATUの人員は何人程度ですか？",
    "地域防衛計画はいつ承認されましたか？",
    "なぜバルト海地域の指揮統制が問題になるのですか？",
    "When was the Comprehensive Assistance Package approved?",
    "How many troops took part in Steadfast Defender 24?",
    "Why is the IP4 important to NATO?",
    "What is the height of Tokyo Tower?",
)


def timings(run: Callable[[str], object], rounds: int) -> list[float]:
    """Milliseconds of each call, every question `rounds` times, after one warm-up each."""
    for question in QUESTIONS:
        run(question)
    result = []
    for _ in range(rounds):
        for question in QUESTIONS:
            start = time.perf_counter()
            run(question)
            result.append((time.perf_counter() - start) * 1000)
    return result


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    start = time.perf_counter()
    assistant = Assistant()
    assistant.ask(QUESTIONS[0])
    cold = (time.perf_counter() - start) * 1000
    store = assistant.index.store
    ours = timings(assistant.ask, options.rounds)
    peer = timings(lambda question: store.similarity_search(question, k=5), options.rounds)
    for name, values in (("natoqa, whole answer", ours), ("Chroma, dense search alone", peer)):
        p95 = statistics.quantiles(values, n=20)[-1]
        print(f"{name:28} median {statistics.median(values):6.2f} ms   p95 {p95:6.2f} ms")
    print(f"ratio of medians {statistics.median(ours) / statistics.median(peer):.2f}")
    print(f"first answer of a process, imports aside: {cold:.0f} ms")


if __name__ == "__main__":
    main()
