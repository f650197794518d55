"""What each token matches in the paper, worked out once and kept beside the index.

Static vectors depend only on the token, so what late interaction finds for a token never changes.
For the tokens of the paper and those that questions were often made of, it is looked up.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from natoqa.late_interaction import PackedPassages, best_matches
from natoqa.static_model import StaticModel

# Tokens worked out at once, the fastest measured.
_AT_ONCE = 128
_MATCHES = "matches"
_CHECKSUM = "checksum"
_log = logging.getLogger("natoqa.token_matches")


def token_matches(
    folder: Path, ids: npt.NDArray[np.int32], passages: PackedPassages, model: StaticModel
) -> npt.NDArray[np.float32]:
    """Each token's best cosine in each passage, read from a file or else worked out and kept.

    Where the folder cannot be written, nothing is kept.

    Args:
        folder: Where the file is or will be.
        ids: Of n distinct tokens.
        passages: S passages.
        model: Gives the token vectors.

    Returns:
        Shape (n, S).
    """
    path = folder / f"{_MATCHES}-{_digest(ids, passages, model)[:16]}.safetensors"
    try:
        with safe_open(path, framework="numpy") as file:
            found: npt.NDArray[np.float32] = file.get_tensor(_MATCHES)
            if file.metadata()[_CHECKSUM] == _checksum(found):
                return found
        _log.info("%s is not what was written", path)
    except FileNotFoundError:
        pass
    except (SafetensorError, OSError, ValueError, KeyError, TypeError) as error:
        _log.info("%s cannot be read: %s", path, error)
    _log.info("working out %s", path)
    matches = np.zeros((len(ids), len(passages)), dtype=np.float32)
    # Threads that wait for each other at every small block are ten times slower on a busy machine.
    with threadpool_limits(1, user_api="blas"):
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            matches[start : start + _AT_ONCE] = best_matches(model.vectors(part)[0], passages)
    _keep(matches, path)
    return matches


def _digest(ids: npt.NDArray[np.int32], passages: PackedPassages, model: StaticModel) -> str:
    digest = hashlib.sha256()
    for part in (
        ids,
        model.table[ids],
        model.scales[ids],
        passages.ids,
        passages.tokens,
        passages.starts,
    ):
        digest.update(np.ascontiguousarray(part).tobytes())
    return digest.hexdigest()


def _checksum(matches: npt.NDArray[np.float32]) -> str:
    return f"{matches.shape} {matches.dtype} {zlib.crc32(matches.tobytes()):08x}"


def _keep(matches: npt.NDArray[np.float32], path: Path) -> None:
    """Write beside and rename, so that no reader sees half a file."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
        try:
            save_file({_MATCHES: matches}, name, metadata={_CHECKSUM: _checksum(matches)})
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except (OSError, SafetensorError) as error:
        _log.info("%s cannot be written: %s", path, error)
