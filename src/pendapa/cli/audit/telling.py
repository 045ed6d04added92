"""What an audit found, in words and as JSON."""

from typing import Any

from pendapa.cli.audit.auditing import Findings

SHOWN = 200


def told(findings: Findings) -> str:
    """For people: what was verified, who cosigned, which figures differ."""
    size, log = findings.checkpoint.size, findings.log
    lines = [f"Log {log.name}: all {size} entries and every tile verified against the signed root."]
    if findings.is_first_visit:
        lines.append(f"First visit: the key is remembered from now on. Compare it with a printed one: {log.vkey}")
    else:
        lines.append(f"It contains unchanged what it had at the last visit ({findings.last_size} entries).")
    lines += findings.cosigning.lines()
    lines += _figures(findings)
    return "\n".join(map(printable, lines))


def printable(line: str) -> str:
    """A line that does nothing to a terminal but be read: what was published by others may hold anything."""
    return "".join(sign if sign.isprintable() else "?" for sign in line)


def _figures(findings: Findings) -> list[str]:
    published = findings.published
    if published is None:
        return ["The figures were not compared."]
    counted = f"the first {published.size} entries, as of {published.as_of}"
    if not findings.differences:
        return [f"Figures: {findings.compared} rows recomputed from {counted}; all are as published."]
    count = len(findings.differences)
    lines = [f"Figures: {count} {'difference' if count == 1 else 'differences'} (from {counted}):"]
    lines += [f"- {difference}" for difference in findings.differences[:SHOWN]]
    if count > SHOWN:
        lines.append(f"… and {count - SHOWN} more (--json tells all).")
    return lines


def as_json(findings: Findings) -> dict[str, Any]:
    """For machines."""
    published = findings.published
    return {
        "url": findings.url,
        "verdict": _verdict(findings),
        "log": {
            "origin": findings.checkpoint.origin,
            "key": findings.log.vkey,
            "size": findings.checkpoint.size,
            "root": findings.checkpoint.root.hex(),
            "first_visit": findings.is_first_visit,
            "size_at_last_visit": findings.last_size,
        },
        **findings.cosigning.as_json(),
        "figures": published
        and {"as_of": published.as_of.isoformat(), "size": published.size, "rows": findings.compared},
        "differences": [difference.as_json() for difference in findings.differences],
        "seconds": round(findings.seconds, 3),
    }


def _verdict(findings: Findings) -> str:
    if findings.differences:
        return "different"
    return "right" if findings.cosigning.is_enough else "unwitnessed"
