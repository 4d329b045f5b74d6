"""Draws `web/public/media/clip.webm`, the video of every video lesson of the demo course: a bee's day.

`.venv/bin/python -m tools.draw_clip`. It needs ffmpeg with VP9 (`apt-get install ffmpeg`). The frames are always
the same; the bytes also depend on the versions of ffmpeg and libvpx.
"""

import math
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
CLIP = ROOT / "web/public/media/clip.webm"
FONT = ROOT / "layers/pdf/laurel_fonts/NotoSerif-Regular.ttf"

SECONDS, FRAMES_A_SECOND = 40, 15
WIDTH, HEIGHT = 640, 360
# Supersampling: frames are drawn at twice the size and scaled down, which smooths the edges.
SUPERSAMPLING = 2
GROUND = 262
HIVE = (400, 196)
LEAVES_AT, RETURNS_AT = 3.0, 34.0
FLOWERS = [(64, 318), (128, 296), (182, 334), (246, 306), (300, 338), (512, 322), (566, 300), (604, 338)]
PETALS = ["#e9a0b4", "#f2f0e6", "#e8c95c", "#b9a4dd"]

Colour = tuple[int, ...]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """The light at a time: colors of the sky above and at the horizon, and the darkness of the land."""

    second: float
    above: str
    below: str
    dark: float


DAY = [
    Light(second=0, above="#3b4a78", below="#f2a877", dark=0.42),
    Light(second=6, above="#86bbe0", below="#fbe0bd", dark=0.08),
    Light(second=14, above="#69b2e6", below="#dcf0f7", dark=0.0),
    Light(second=26, above="#86b6da", below="#fcecc8", dark=0.03),
    Light(second=32, above="#564f86", below="#f28f5f", dark=0.25),
    Light(second=37, above="#141b3c", below="#33406e", dark=0.55),
    Light(second=SECONDS, above="#121836", below="#2c3862", dark=0.58),
]


def draw(path: Path) -> None:
    """Write the video."""
    command = [
        *["ffmpeg", "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24"],
        *["-s", f"{WIDTH}x{HEIGHT}", "-r", str(FRAMES_A_SECOND), "-i", "-"],
        *["-c:v", "libvpx-vp9", "-pix_fmt", "yuv420p", "-crf", "40", "-b:v", "0", "-row-mt", "1", "-threads", "2"],
        # A key frame every two seconds, and the index at the beginning, so that players can seek at once.
        *["-g", str(2 * FRAMES_A_SECOND), "-deadline", "good", "-cpu-used", "1"],
        *["-cues_to_front", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact", str(path)],
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        if encoder.stdin is None:
            raise RuntimeError("ffmpeg has no standard input")
        for picture in frames():
            encoder.stdin.write(picture.tobytes())
        encoder.stdin.close()
    if encoder.returncode != 0:
        raise SystemExit(encoder.returncode)


def frames() -> Iterator[Image.Image]:
    """All frames, in order."""
    land, hive = _land(), _hive()
    for number in range(SECONDS * FRAMES_A_SECOND):
        yield frame(number / FRAMES_A_SECOND, land, hive)


def frame(second: float, land: Image.Image, hive: Image.Image) -> Image.Image:
    """The frame at a time."""
    light = _light(second)
    bee, behind = _bee_at(second)
    ground = land.copy()
    for layer in (bee, hive) if behind else (hive, bee):
        ground.alpha_composite(layer)
    night = Image.new("RGBA", ground.size, (18, 24, 58))
    night.putalpha(ground.getchannel("A").point([round(opacity * light.dark) for opacity in range(256)]))
    picture = _sky(light)
    for layer in (_heavens(second), ground, night, _glow((second - RETURNS_AT) / 3), _counter(second)):
        picture.alpha_composite(layer)
    return picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).convert("RGB")


def _light(second: float) -> Light:
    before, after = next((one, other) for one, other in pairwise(DAY) if second <= other.second)
    share = (second - before.second) / (after.second - before.second)
    return Light(
        second=second,
        above=_mixed(before.above, after.above, share),
        below=_mixed(before.below, after.below, share),
        dark=before.dark + (after.dark - before.dark) * share,
    )


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(ImageColor.getrgb(one), ImageColor.getrgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _sky(light: Light) -> Image.Image:
    column = Image.new("RGBA", (1, GROUND))
    for y in range(GROUND):
        column.putpixel((0, y), ImageColor.getrgb(_mixed(light.above, light.below, y / GROUND)))
    picture = Image.new("RGBA", (WIDTH * SUPERSAMPLING, HEIGHT * SUPERSAMPLING), light.below)
    picture.paste(column.resize((WIDTH * SUPERSAMPLING, GROUND * SUPERSAMPLING)))
    return picture


def _heavens(second: float) -> Image.Image:
    """The sun from the left to the right, then the moon and the stars."""
    heavens, pen = _layer()
    turned = math.pi * (second + 2) / 36
    x, y = 320 - 300 * math.cos(turned), GROUND + 16 - 220 * math.sin(turned)
    for radius, opacity in ((36, 50), (28, 100), (21, 255)):
        _circle(pen, (x, y), radius, (255, 226, 138, opacity))
    night = _share((second - 33) / 4)
    if not night:
        return heavens
    for star in range(36):
        # Evenly spread, without a pattern: https://extremelearning.com.au/unreasonable-effectiveness-of-quasirandom-sequences/
        place = (star * 0.754878 % 1 * WIDTH, star * 0.569840 % 1 * 200 + 4)
        _circle(pen, place, 0.8 + star % 3 * 0.4, (255, 250, 230, round(night * (120 + star * 37 % 120))))
    moon = (150.0, 96 + 160 * (1 - night) ** 2)
    _circle(pen, moon, 20, (246, 240, 214, round(255 * night)))
    _circle(pen, (moon[0] + 7, moon[1] - 5), 4, (228, 220, 188, round(255 * night)))
    _circle(pen, (moon[0] - 6, moon[1] + 6), 5.5, (228, 220, 188, round(255 * night)))
    return heavens


def _land() -> Image.Image:
    picture, pen = _layer()
    for height, swing, length, colour in ((28, 16, 250, "#8fb58c"), (8, 12, 170, "#78a572"), (-14, 7, 300, "#6b9a5b")):
        ridge = [(x, GROUND - height - swing * math.sin(x / length * math.pi + height)) for x in range(0, WIDTH + 8, 8)]
        pen.polygon(_scaled([*ridge, (WIDTH, HEIGHT), (0, HEIGHT)]), fill=colour)
    for tree, size in ((72, 26), (104, 34), (134, 24), (560, 30)):
        pen.rectangle(_scaled([(tree - 2, 236), (tree + 2, 268)]), fill="#6d5a45")
        _circle(pen, (tree, 236 - size / 2), size * 0.62, "#5d8c5c")
        _circle(pen, (tree - size * 0.4, 240 - size / 3), size * 0.42, "#679868")
    for number, (x, y) in enumerate(FLOWERS):
        pen.line(_scaled([(x, y), (x + 2, y + 20)]), fill="#4d7a46", width=2 * SUPERSAMPLING)
        for petal in range(6):
            turned = petal * math.pi / 3
            _circle(pen, (x + 5.5 * math.cos(turned), y + 5.5 * math.sin(turned)), 4, PETALS[number % len(PETALS)])
        _circle(pen, (x, y), 3.2, "#c9892b")
    return picture


def _hive() -> Image.Image:
    """A wooden hive: a stand, two boxes, a roof, and the entrance."""
    picture, pen = _layer()
    x, top = HIVE
    for leg in (x - 46, x + 38):
        pen.rectangle(_scaled([(leg, top + 104), (leg + 8, top + 122)]), fill="#7a5f42")
    for level, colour in ((0, "#f0dfb4"), (52, "#e9d29c")):
        pen.rectangle(_scaled([(x - 54, top + level), (x + 54, top + level + 52)]), fill=colour)
        pen.rectangle(_scaled([(x - 54, top + level + 47), (x + 54, top + level + 52)]), fill="#cfb37a")
        pen.rounded_rectangle(_scaled([(x - 14, top + level + 14), (x + 14, top + level + 22)]), 8, fill="#b99a60")
    pen.rectangle(_scaled([(x - 62, top - 14), (x + 62, top)]), fill="#1f4e5a")
    pen.rectangle(_scaled([(x - 62, top - 14), (x + 62, top - 10)]), fill="#2f6a78")
    pen.rectangle(_scaled([(x - 60, top + 102), (x + 60, top + 108)]), fill="#a98755")
    pen.rounded_rectangle(_scaled([(x - 24, top + 90), (x + 24, top + 101)]), 10, fill="#4a3826")
    return picture


def _glow(strength: float) -> Image.Image:
    """Light in the entrance, after the bee has returned."""
    glow, pen = _layer()
    x, top = HIVE
    colour = (255, 205, 110, round(220 * _share(strength)))
    pen.rounded_rectangle(_scaled([(x - 23, top + 91), (x + 23, top + 100)]), 9, fill=colour)
    return glow


def _bee_at(second: float) -> tuple[Image.Image, bool]:
    """A layer with the bee, empty while it is in the hive; and whether it is behind the hive."""
    layer, _ = _layer()
    if not LEAVES_AT < second < RETURNS_AT:
        return layer, False
    (x, y), (next_x, _) = _flight(second), _flight(second + 0.1)
    out = min(1.0, second - LEAVES_AT, RETURNS_AT - second)
    away = math.sin(_turned(second)) < 0
    size = (0.72 if away else 1.0) * (0.35 + 0.65 * out)
    bee = _bee(wings_up=int(second * FRAMES_A_SECOND) % 2 == 0)
    bee = bee.resize(
        (round(bee.width * size * SUPERSAMPLING / 4), round(bee.height * size * SUPERSAMPLING / 4)),
        Image.Resampling.LANCZOS,
    )
    if next_x < x:
        bee = bee.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    bee = bee.rotate(8 * math.sin(second * 3), Image.Resampling.BICUBIC, expand=True)
    layer.paste(bee, (round(x * SUPERSAMPLING - bee.width / 2), round(y * SUPERSAMPLING - bee.height / 2)))
    return layer, away


def _turned(second: float) -> float:
    return (second - LEAVES_AT) * math.tau / 6.2 + math.pi / 2


def _flight(second: float) -> Point:
    """The bee's position: circles around the hive, wide and narrow, from the entrance and back to it."""
    turned = _turned(second)
    wide = 130 + 90 * math.sin(second / 4.1)
    round_hive = (
        HIVE[0] - 70 + wide * math.cos(turned) * 1.1,
        HIVE[1] + 44 + 58 * math.sin(turned) + 26 * math.sin(second * 1.7),
    )
    home = (HIVE[0], HIVE[1] + 94)
    away = _smooth(min(second - LEAVES_AT, RETURNS_AT - second) / 2.5)
    return home[0] + (round_hive[0] - home[0]) * away, home[1] + (round_hive[1] - home[1]) * away


def _smooth(share: float) -> float:
    share = _share(share)
    return share * share * (3 - 2 * share)


def _share(value: float) -> float:
    return max(0.0, min(1.0, value))


def _bee(*, wings_up: bool) -> Image.Image:
    """A bee that flies to the right, four times as large as in the frame."""
    bee = Image.new("RGBA", (220, 200))
    pen = ImageDraw.Draw(bee)
    body = Image.new("RGBA", bee.size)
    ImageDraw.Draw(body).ellipse((40, 80, 160, 160), fill="#f0b93a")
    stripes = ImageDraw.Draw(body)
    for left in (62, 94, 126):
        stripes.rectangle((left, 70, left + 15, 170), fill="#3a2c20")
    mask = Image.new("L", bee.size)
    ImageDraw.Draw(mask).ellipse((40, 80, 160, 160), fill=255)
    pen.polygon([(44, 112), (26, 120), (44, 128)], fill="#3a2c20")
    bee.paste(body, mask=mask)
    pen.ellipse((138, 86, 194, 146), fill="#3a2c20")
    pen.ellipse((168, 100, 182, 116), fill="#ffffff")
    pen.ellipse((174, 104, 181, 112), fill="#1a1410")
    for tip in ((186, 58), (206, 68)):
        pen.line([(176, 92), tip], fill="#3a2c20", width=5)
        pen.ellipse((tip[0] - 5, tip[1] - 5, tip[0] + 5, tip[1] + 5), fill="#3a2c20")
    wings = Image.new("RGBA", bee.size)
    wing = ImageDraw.Draw(wings)
    tilt = 0 if wings_up else 26
    wing.ellipse((58, 14 + tilt, 108, 96), fill=(236, 246, 252, 215), outline=(150, 170, 180, 255), width=3)
    wing.ellipse((92, 20 + tilt, 138, 96), fill=(236, 246, 252, 215), outline=(150, 170, 180, 255), width=3)
    bee.alpha_composite(wings)
    return bee


def _counter(second: float) -> Image.Image:
    counter, pen = _layer()
    pen.rounded_rectangle(_scaled([(16, 16), (86, 50)]), 10 * SUPERSAMPLING, fill=(20, 30, 34, 150))
    font = ImageFont.truetype(FONT, 20 * SUPERSAMPLING)
    pen.text((51 * SUPERSAMPLING, 33 * SUPERSAMPLING), f"0:{int(second):02}", font=font, fill="#fbf9f4", anchor="mm")
    return counter


def _layer() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    layer = Image.new("RGBA", (WIDTH * SUPERSAMPLING, HEIGHT * SUPERSAMPLING))
    return layer, ImageDraw.Draw(layer)


def _circle(pen: ImageDraw.ImageDraw, centre: Point, radius: float, colour: Colour | str) -> None:
    x, y = centre
    pen.ellipse(_scaled([(x - radius, y - radius), (x + radius, y + radius)]), fill=colour)


def _scaled(points: Sequence[Point]) -> list[Point]:
    return [(x * SUPERSAMPLING, y * SUPERSAMPLING) for x, y in points]


if __name__ == "__main__":
    draw(CLIP)
