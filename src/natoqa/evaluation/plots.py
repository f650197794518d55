"""Plots as inline SVG; colours come from the page's CSS, so light and dark both work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 24, 28, 40
_BAR_LEFT = 112  # bars have words beside them, lines only numbers
_WIDTH, _HEIGHT = 640, 320
_BAR = 26


@dataclass(frozen=True)
class Bar:
    """A bar with its interval, all 0 to 1."""

    label: str
    value: float
    low: float
    high: float
    note: str = ""


@dataclass(frozen=True)
class Line:
    """A line; `main` is drawn strong, the others in colours of their own."""

    label: str
    points: Sequence[tuple[float, float]]
    main: bool = False


def bars(title: str, found: Sequence[Bar]) -> str:
    """Horizontal bars from 0 to 1 with 95% intervals."""
    height = _TOP + _BAR * len(found) + _BOTTOM
    body = [_vertical_grid(height)]
    for i, bar in enumerate(found):
        top = _TOP + i * _BAR
        middle = top + _BAR / 2
        x0, x1 = _share(0), _share(bar.value)
        low, high = _share(bar.low), _share(bar.high)
        said = f"{bar.label}: {bar.value:.3f} [{bar.low:.3f}, {bar.high:.3f}] {bar.note}".strip()
        body.append(
            f"<g><title>{escape(said)}</title>"
            f'<text class="label" x="{_BAR_LEFT - 8}" y="{middle + 4:.1f}" text-anchor="end">'
            f"{escape(bar.label)}</text>"
            f'<rect class="bar" x="{x0:.1f}" y="{top + 5:.1f}" width="{x1 - x0:.1f}" '
            f'height="{_BAR - 10}" rx="2"/>'
            f'<path class="whisker" d="M{low:.1f} {middle:.1f}H{high:.1f}'
            f'M{low:.1f} {middle - 4:.1f}v8M{high:.1f} {middle - 4:.1f}v8"/></g>'
        )
    return _svg(title, height, body)


def lines(
    title: str,
    found: Sequence[Line],
    *,
    x_label: str,
    y_label: str,
    x_range: tuple[float, float],
    y_range: tuple[float, float] = (0.0, 1.0),
    x_ticks: Sequence[float] = (),
) -> str:
    """Lines over a common x axis, with a legend below."""
    height = _HEIGHT + 22 * ((len(found) + 2) // 3)
    body = [_axes(x_label, y_label, x_range, y_range, x_ticks)]
    for i, line in enumerate(found):
        name = "main" if line.main else f"s{i}"
        path = "L".join(f"{_x(x, *x_range):.1f} {_y(y, *y_range):.1f}" for x, y in line.points)
        body.append(
            f'<path class="line {name}" d="M{path}"><title>{escape(line.label)}</title></path>'
        )
        x, y = 10 + (i % 3) * 200, _HEIGHT + 14 + 22 * (i // 3)
        body.append(
            f'<path class="line {name}" d="M{x} {y - 4}h22"/>'
            f'<text class="label" x="{x + 28}" y="{y}">{escape(line.label)}</text>'
        )
    return _svg(title, height, body)


def histogram(title: str, bins: Sequence[tuple[float, int]], *, x_label: str) -> str:
    """Counts in bins that begin at 0; each bin is (upper end, count)."""
    most = max((count for _, count in bins), default=1) or 1
    widest = bins[-1][0] if bins else 1.0
    body = [_axes(x_label, "questions", (0, widest), (0, most), ())]
    lower = 0.0
    for upper, count in bins:
        x0, x1, y = _x(lower, 0, widest), _x(upper, 0, widest), _y(count, 0, most)
        said = f"{lower:.0f} to {upper:.0f} ms: {count}"
        body.append(
            f'<rect class="bar" x="{x0 + 0.5:.1f}" y="{y:.1f}" '
            f'width="{max(x1 - x0 - 1, 0.5):.1f}" height="{_y(0, 0, most) - y:.1f}">'
            f"<title>{said}</title></rect>"
        )
        lower = upper
    return _svg(title, _HEIGHT, body)


def _x(value: float, low: float, high: float) -> float:
    return _LEFT + (value - low) / (high - low) * (_WIDTH - _LEFT - _RIGHT)


def _share(value: float) -> float:
    """Where a value of 0 to 1 stands beside the words of a bar plot."""
    return _BAR_LEFT + value * (_WIDTH - _BAR_LEFT - _RIGHT)


def _y(value: float, low: float, high: float) -> float:
    return _HEIGHT - _BOTTOM - (value - low) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)


def _svg(title: str, height: float, body: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height:.0f}" role="img" aria-label="{escape(title)}">'
        + "".join(body)
        + "</svg>"
    )


def _vertical_grid(height: float) -> str:
    parts = []
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = _share(tick)
        parts.append(
            f'<path class="grid" d="M{x:.1f} {_TOP}V{height - _BOTTOM + 6:.1f}"/>'
            f'<text class="tick" x="{x:.1f}" y="{height - _BOTTOM + 22:.1f}" '
            f'text-anchor="middle">{tick:g}</text>'
        )
    return "".join(parts)


def _axes(
    x_label: str,
    y_label: str,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    x_ticks: Sequence[float],
) -> str:
    parts = []
    for i in range(5):
        value = y_range[0] + (y_range[1] - y_range[0]) * i / 4
        y = _y(value, *y_range)
        parts.append(
            f'<path class="grid" d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}"/>'
            f'<text class="tick" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">'
            f"{value:.3g}</text>"
        )
    low, high = x_range
    parts += [
        f'<text class="tick" x="{_x(value, low, high):.1f}" y="{_HEIGHT - _BOTTOM + 18}" '
        f'text-anchor="middle">{value:.3g}</text>'
        for value in x_ticks or [low + (high - low) * i / 4 for i in range(5)]
    ]
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    parts.append(
        f'<text class="label" x="{middle:.0f}" y="{_HEIGHT - 4}" text-anchor="middle">'
        f"{escape(x_label)}</text>"
        f'<text class="label" x="10" y="14">{escape(y_label)}</text>'
    )
    return "".join(parts)
