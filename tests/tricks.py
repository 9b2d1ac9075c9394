"""Ways to put words on a page that nobody sees, and ways that only look like it."""

from __future__ import annotations

from files import make_pdf, make_stream, show

SEEN = show("Seen text", 72, 700)
TRICK = "Hidden keywords"
LENGTH = 14
STATE = "/ExtGState<</A <</ca 0>> /H <</BM/Multiply>> /B <</BM[/Foo/Normal]/CA 1>>>>"
IMAGE = make_stream("", "/Subtype/Image/Width 1/Height 1")
MASKED = make_stream("", "/Subtype/Image/Width 1/Height 1/SMask 1 0 R")


def trick(before: str = "", after: str = "", *, size: float = 11, x: float = 72, y: float = 600) -> str:
    return f"q {before} {show(TRICK, x, y, size)} {after} Q"


def make_tricked(content: str) -> bytes:
    """Return a PDF of one page with a line that can be seen, and *content*."""
    return make_pdf(
        SEEN + content,
        resources=f"{STATE}/XObject<</I 100 0 R/M 101 0 R/F 103 0 R>>/Properties<</L 102 0 R/D 104 0 R>>"
        "/ColorSpace<</Spot [/Separation/Red/DeviceRGB 1 0 R]/Icc [/ICCBased 105 0 R]/Cal [/CalGray]>>",
        catalog="/OCProperties<</D<</OFF[102 0 R]>>/OCGs[102 0 R]>>",
        objects={
            100: IMAGE,
            101: MASKED,
            102: "<</Type/OCG/Name(Layer)>>",
            103: make_stream(show(TRICK), "/Subtype/Form/BBox[0 0 612 792]/OC 102 0 R"),
            104: "<</Type/OCMD/OCGs[102 0 R]>>",
            105: make_stream("", "/N 3"),
        },
    )


TRICKS = {
    "render mode 3": trick("3 Tr"),
    "render mode 7": trick("7 Tr"),
    "white on white": trick("1 g"),
    "white by RGB": trick("1 1 1 rg"),
    "white by CMYK": trick("0 0 0 0 k"),
    "white by scn": trick("/DeviceGray cs 1 sc"),
    "white by ICC": trick("/Icc cs 0.99 0.99 0.99 scn"),
    "white outline": trick("1 Tr 1 G"),
    "panel and text of one colour": trick("0 0 0.5 rg 0 500 612 200 re f"),
    "white on a white box on a panel": trick("0.2 g 0 500 612 200 re f 1 g 50 590 300 40 re f"),
    "tiny": trick(size=1),
    "shrunk": trick("0.05 0 0 0.05 0 0 cm"),
    "squeezed": trick("2 Tz"),
    "off the page": trick(x=900),
    "under the page": trick(y=-50),
    "clipped away": trick("0 0 10 10 re W n"),
    "transparent": trick("/A gs"),
    "under a later box": trick(after="1 g 50 590 300 40 re f"),
    "under a drawn box": trick(after="1 g 50 590 m 350 590 l 350 630 l 50 630 l h f"),
    "under a later picture": trick(after="q 300 0 0 40 50 590 cm /I Do Q"),
    "layer that is off": trick("/OC /L BDC", "EMC"),
    "membership in a layer that is off": trick("/OC /D BDC", "EMC"),
    "form in a layer that is off": "/F Do",
}
"""What hides `TRICK` on a page made by `make_tricked`."""

SOUND = {
    "white on a dark panel": trick("0.1 g 0 500 612 200 re f 1 g"),
    "white on a dark shape": trick("0.1 g 0 500 m 612 500 l 400 700 300 690 0 680 c f 1 g"),
    "white on a picture": trick("q 300 0 0 40 50 590 cm /I Do Q 1 g"),
    "white on a shading": trick("0 500 612 150 re W n /S sh 1 g"),
    "spot colour": trick("/Spot cs 1 scn"),
    "pattern": trick("/Pattern cs /P scn"),
    "calibrated gray": trick("/Cal cs 0.5 sc"),
    "highlighter over it": trick(after="/H gs 1 1 0 rg 50 590 300 40 re f"),
    "normal blending": trick("/B gs"),
    "under a picture with holes": trick(after="q 300 0 0 40 50 590 cm /M Do Q"),
    "inside its clip": trick("60 590 200 40 re W n"),
    "text as clip, painted through": trick("7 Tr", "0 0 1 rg 50 590 300 40 re f"),
    "outlined and filled": trick("2 Tr 0.4 g"),
    "light gray": trick("0.9 g"),
    "framed": trick("0 G 0 500 612 200 re S"),
    "drawn as outlines, transparent text over": trick("72 598 m 90 609 120 610 150 606 c f /A gs"),
}
"""What does not."""
