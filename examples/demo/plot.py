"""A plot of ping latencies over time, as SVG, from the standard library."""
import html
import math

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 860, 420, 70, 20, 56, 46
COLOURS = {"before": "#c2410c", "after": "#0f766e"}


def svg(runs, title):
    """`runs` gives the samples [when, latency] in ms of each name."""
    longest = max(when for samples in runs.values() for when, _ in samples) or 1
    values = [latency for samples in runs.values() for _, latency in samples]
    low = math.floor(math.log10(max(min(values), 0.01)))
    high = max(math.ceil(math.log10(max(values))), low + 1)

    def x(when):
        return LEFT + when / longest * (WIDTH - LEFT - RIGHT)

    def y(latency):
        share = (math.log10(max(latency, 10.0 ** low)) - low) / (high - low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="13" fill="#334155">',
        f"<title>{html.escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="24" font-size="16" fill="#0f172a">{html.escape(title)}</text>',
    ]
    for power in range(low, high + 1):
        at = y(10.0 ** power)
        out.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" stroke="#e2e8f0"/>')
        out.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0 ** power:g} ms</text>')
    for share in range(5):
        when = longest * share / 4
        out.append(f'<text x="{x(when):.1f}" y="{HEIGHT - 20}" text-anchor="middle">{when / 1000:.1f} s</text>')
    for number, (name, samples) in enumerate(runs.items()):
        colour = COLOURS[name]
        dots = "".join(f"M{x(when):.1f} {y(latency):.1f}h0" for when, latency in samples)
        out.append(f'<path d="{dots}" stroke="{colour}" stroke-width="3" stroke-linecap="round" '
                   'stroke-opacity="0.55" fill="none"/>')
        out.append(f'<circle cx="{LEFT + 6 + number * 90}" cy="42" r="5" fill="{colour}"/>')
        out.append(f'<text x="{LEFT + 16 + number * 90}" y="46">{name}</text>')
    return "\n".join([*out, "</svg>", ""])
