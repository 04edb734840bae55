#!/usr/bin/env python3
"""Makes the pictures of this folder, what Pillow sees in them (`expected.json`), and the seeds of the fuzz targets
`picture` and `sound`.

    pip install pillow
    python3 make_fixtures.py
"""
import json, pathlib, struct, zlib
from PIL import Image

HERE = pathlib.Path(__file__).parent
SEEDS = HERE.parent.parent / "Fuzz"
WIDTH, HEIGHT = 24, 16


def drawing():
    """Smooth, so that lossy formats keep it, and different in every corner."""
    image = Image.new("RGB", (WIDTH, HEIGHT))
    image.putdata([(x * 10, y * 15, (WIDTH - x) * 5 + y * 4) for y in range(HEIGHT) for x in range(WIDTH)])
    return image


def with_transform(jpeg, transform):
    """The same inks with another value in the Adobe marker: 0 is CMYK, 2 is YCCK."""
    at = jpeg.index(b"Adobe") + 11
    return jpeg[:at] + bytes([transform]) + jpeg[at + 1:]


def over_white(image):
    rgba = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", rgba.size, (255, 255, 255, 255)), rgba).convert("RGB")


def pictures():
    base = drawing()
    clear = base.copy()
    clear.putalpha(Image.frombytes("L", base.size, bytes(min(255, x * 12) for _ in range(HEIGHT) for x in range(WIDTH))))
    kept = dict(quality=92, optimize=True)
    base.save(HERE / "colour.jpg", **kept)
    base.save(HERE / "progressive.jpg", progressive=True, **kept)
    base.convert("L").save(HERE / "grey.jpg", **kept)
    base.convert("CMYK").save(HERE / "cmyk.jpg", **kept)
    (HERE / "ycck.jpg").write_bytes(with_transform((HERE / "cmyk.jpg").read_bytes(), 2))
    base.save(HERE / "lossy.webp", quality=90)
    base.save(HERE / "lossless.webp", lossless=True)
    clear.save(HERE / "alpha.webp", quality=90)
    base.save(HERE / "animated.webp", save_all=True, append_images=[base.rotate(180)], duration=100, lossless=True)
    base.quantize(16).save(HERE / "still.gif")

    names = ["colour.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg", "ycck.jpg", "lossy.webp", "lossless.webp",
             "alpha.webp", "animated.webp", "still.gif"]
    expected = {}
    for name in names:
        image = over_white(Image.open(HERE / name))
        assert image.size == (WIDTH, HEIGHT)
        expected[name] = list(image.tobytes()[::7])
    (HERE / "expected.json").write_text(json.dumps(expected, separators=(",", ":")) + "\n")


def png(width, height, bits, colour, rows, extra=b"", interlace=0):
    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlace)
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def exif(orientation):
    return b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + struct.pack(">HH", orientation, 0) + b"\0\0\0\0"


def seed(target, name, content):
    folder = SEEDS / target / "Seeds"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def picture_seeds():
    tiny = drawing().resize((5, 3))
    folder = SEEDS / "picture" / "Seeds"
    folder.mkdir(parents=True, exist_ok=True)
    seed("picture", "grey.png", png(5, 2, 8, 0, [b"abcde", b"fghij"]))
    seed("picture", "alpha.png", png(2, 2, 8, 6, [b"abcdefgh", b"ijklmnop"]))
    seed("picture", "palette.png", png(
        4, 1, 2, 3, [b"\x1b"], struct.pack(">I", 12) + b"PLTE" + bytes(range(12))
        + struct.pack(">I", zlib.crc32(b"PLTE" + bytes(range(12))))))
    tag = b"eXIf" + exif(6)
    seed("picture", "turned.png", png(
        1, 2, 8, 2, [b"abc", b"def"], struct.pack(">I", len(tag) - 4) + tag + struct.pack(">I", zlib.crc32(tag))))
    seed("picture", "huge.png", png(40000, 40000, 8, 2, []))
    tiny.convert("L").save(folder / "grey.jpg", quality=30, optimize=True)
    jpeg = (folder / "grey.jpg").read_bytes()
    block = b"Exif\0\0" + exif(8)
    seed("picture", "turned.jpg", jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + jpeg[2:])
    tiny.save(folder / "progressive.jpg", quality=30, progressive=True)
    tiny.save(folder / "lossy.webp", quality=30)
    tiny.save(folder / "lossless.webp", lossless=True)
    still = Image.new("RGBA", (6, 4), (0, 0, 0, 0))
    still.putpixel((2, 2), (255, 0, 0, 128))
    still.save(folder / "animated.webp", save_all=True, append_images=[still.rotate(180)], exif=exif(3))
    seed("picture", "header.gif", b"GIF89a\x01\0\x01\0\0\0\0")
    seed("picture", "header.tif", b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x05\0\0\0\0\0\0\0")


def wave(tag, channels, rate, bits, data, size=None, before=b"", name=b"RIFF", extra=b""):
    form = struct.pack("<HHIIHH", tag, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits) + extra
    body = b"WAVE" + before + b"fmt " + struct.pack("<I", len(form)) + form
    body += b"data" + struct.pack("<I", len(data) if size is None else size) + data
    return name + struct.pack("<I", len(body) if size is None else 0xFFFFFFFF) + body


def sound_seeds():
    seed("sound", "s16.wav", wave(1, 1, 16000, 16, bytes(range(32))))
    seed("sound", "u8.wav", wave(1, 2, 8000, 8, bytes(range(32))))
    seed("sound", "s24.wav", wave(1, 1, 48000, 24, bytes(range(30))))
    seed("sound", "f32.wav", wave(3, 1, 44100, 32, struct.pack("<4f", 0.5, -2, float("nan"), float("inf"))))
    seed("sound", "f64.wav", wave(3, 1, 22050, 64, struct.pack("<2d", 0.5, 1e300)))
    tail = bytes.fromhex("0000000010008000 00aa00389b71")
    seed("sound", "extensible.wav", wave(
        0xFFFE, 3, 16000, 16, bytes(12), extra=struct.pack("<HHIH", 22, 16, 7, 1) + tail))
    seed("sound", "stream.wav", wave(1, 1, 16000, 16, bytes(8), size=0xFFFFFFFF, before=b"LIST\x03\0\0\0abc\0"))
    sizes = struct.pack("<QQQI", 100, 8, 4, 0)
    seed("sound", "long.wav", wave(
        1, 1, 44101, 16, bytes(8), size=0xFFFFFFFF, before=b"ds64" + struct.pack("<I", len(sizes)) + sizes, name=b"RF64"))
    seed("sound", "alaw.wav", wave(6, 1, 8000, 8, bytes(8)))
    seed("sound", "tagged.mp3", b"ID3\x03\0\0\0\0\0\x05title\xff\xfb\x90\x00")
    for name, start in dict(flac=b"fLaC", ogg=b"OggS", m4a=b"\0\0\0\x18ftypM4A ", aiff=b"FORM\0\0\0\0AIFF").items():
        seed("sound", "header." + name, start + bytes(16))


if __name__ == "__main__":
    pictures()
    picture_seeds()
    sound_seeds()
