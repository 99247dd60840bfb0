"""Draws the output of a terminal as SVG: `picture.py COMMAND < typescript > picture.svg`.

Supports the styles that enlist uses: bold, dim and four colours. The picture follows the reader's light or dark theme.
"""

import html
import re
import sys

LINE = 18
COLUMN = 7.83
MARGIN = 18
BAR = 34
CLASSES = {"1": "b", "2": "q", "31": "r", "32": "g", "33": "y", "36": "c"}
STYLE = """
.w{fill:#fbfbfa;stroke:#d8d8d4}.t{fill:#24292f}.q{fill:#6e7781}.g{fill:#1a7f37}.r{fill:#c02626}.y{fill:#8a6100}.c{fill:#0b6e83}
.b{font-weight:600}.d{fill:#d0d0cb}
text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre}
@media(prefers-color-scheme:dark){.w{fill:#16191d;stroke:#33383f}.t{fill:#d7dce1}.q{fill:#8b949e}.g{fill:#57c46a}.r{fill:#f4726b}
.y{fill:#d8a629}.c{fill:#5cc4d6}.d{fill:#3c424a}}
"""


def output(typescript):
    """Returns the lines that the program printed, without the first and last line of `script`."""
    lines = [line.rstrip("\r") for line in typescript.split("\n")]
    lines = [line for line in lines if not re.match(r"Script (started|done)", line)]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def spans(line):
    """Yields the pieces of a line with the class names of their styles."""
    styles = []
    for at, piece in enumerate(re.split(r"\x1b\[([0-9;]*)m", line)):
        if at % 2 == 0:
            if piece:
                yield " ".join(styles), piece
            continue
        for number in piece.split(";"):
            if number in ("", "0"):
                styles = []
            elif number in CLASSES:
                styles.append(CLASSES[number])
            else:
                sys.exit(f"expected a style of picture.py, found {number}")


def row(number, pieces):
    y = BAR + MARGIN + number * LINE
    tspans = []
    column = 0
    for style, piece in pieces:
        # Each piece has a fixed position and width, so that the columns are aligned in every font.
        x = MARGIN + column * COLUMN
        width = len(piece) * COLUMN
        name = f' class="{style}"' if style else ""
        text = html.escape(piece, quote=False)
        tspans.append(f'<tspan x="{x:.1f}" textLength="{width:.1f}"{name}>{text}</tspan>')
        column += len(piece)
    return f'<text class="t" y="{y}" xml:space="preserve">{"".join(tspans)}</text>'


def picture(command, lines):
    rows = [[("q", "$ "), ("b", command)]] + [list(spans(line)) for line in lines]
    longest = max(sum(len(piece) for _, piece in pieces) for pieces in rows)
    width = round(2 * MARGIN + longest * COLUMN)
    height = BAR + MARGIN + len(rows) * LINE
    plain = "\n".join("".join(piece for _, piece in pieces) for pieces in rows[:3])
    dots = "".join(f'<circle class="d" cx="{MARGIN + 6 + at * 18}" cy="18" r="5.5"/>' for at in range(3))
    body = "\n".join(row(number, pieces) for number, pieces in enumerate(rows) if pieces)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="A terminal after the first command">\n<title>{html.escape(plain)}</title>\n<style>{STYLE}</style>\n'
        f'<rect class="w" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8"/>\n{dots}\n{body}\n</svg>\n'
    )


sys.stdout.write(picture(sys.argv[1], output(sys.stdin.read())))
