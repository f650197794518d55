"""From rows to a system's figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from natoqa.evaluation.bootstrap import estimates
from natoqa.evaluation.measures import MEASURES
from natoqa.evaluation.questions import KINDS
from natoqa.evaluation.ranking import recall
from natoqa.evaluation.results import Row, SystemResult
from natoqa.evaluation.scoring import DEPTH, indexed
from natoqa.evaluation.selective import risk_coverage

# Of questions that people ask who have not read the paper.
SUBKINDS = ("unread", "chat")


def slices(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """The parts of a run that get figures of their own, with their rows."""
    yield "all", list(rows)
    for split in ("dev", "test"):
        part = [row for row in rows if row.split == split]
        yield f"split:{split}", part
        for language in ("ja", "en"):
            spoken = [row for row in part if row.language == language]
            yield f"split:{split}/language:{language}", spoken
        for kind in KINDS:
            yield f"split:{split}/kind:{kind}", [row for row in part if row.kind == kind]
    for language in ("ja", "en"):
        spoken = [row for row in rows if row.language == language]
        yield f"language:{language}", spoken
        for kind in KINDS:
            yield f"language:{language}/kind:{kind}", [row for row in spoken if row.kind == kind]
    for kind in KINDS:
        yield f"kind:{kind}", [row for row in rows if row.kind == kind]
    for subkind in SUBKINDS:
        asked = [row for row in rows if row.subkind == subkind]
        yield f"subkind:{subkind}", asked
        for split in ("dev", "test"):
            yield f"split:{split}/subkind:{subkind}", [r for r in asked if r.split == split]
        for kind in KINDS:
            yield f"subkind:{subkind}/kind:{kind}", [r for r in asked if r.kind == kind]


def summarise(
    name: str, label: str, rows: Sequence[Row], *, every_slice: bool = True
) -> SystemResult:
    """A system's figures.

    Args:
        name: The system's.
        label: For tables.
        rows: At least one.
        every_slice: False leaves out the slices by two things at once.
    """
    ranked = [row for row in rows if "mrr" in row.scores]
    found = SystemResult(
        name=name,
        label=label,
        slices={
            part: estimates(some, MEASURES)
            for part, some in slices(rows)
            if some and (every_slice or "/" not in part)
        },
        recall_at=tuple(
            round(sum(recall(r.ranking, indexed(r.gold), k) for r in ranked) / len(ranked), 4)
            for k in range(1, DEPTH + 1)
        )
        if ranked
        else (),
    )
    # A system that is always sure, one way or the other, has no curve.
    if not any(0 < row.confidence < 1 for row in rows):
        return found
    curve = risk_coverage([row.confidence for row in rows], [row.error for row in rows])
    return found.model_copy(
        update={
            "risk_coverage": tuple(
                (round(float(c), 4), round(float(r), 4))
                for c, r in zip(curve.coverage, curve.risk, strict=True)
            ),
            "aurc": round(curve.area, 4),
            "aurc_best": round(curve.best_area, 4),
        }
    )
