"""Cuts the face that printed pages carry: GB 2312, the first level of Big5, Latin and punctuation, from Noto Sans SC (OFL)."""
import sys
from fontTools import subset
from fontTools.ttLib import TTCollection

def characters():
    wanted = set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) | set(range(0x2000, 0x2070)) | {0x20AC, 0x2116, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2264, 0x2265, 0x25A0, 0x25CF, 0x25CB, 0x3013}
    wanted |= set(range(0x3000, 0x3020)) | set(range(0xFF01, 0xFF5F)) | {0xFFE5}
    for first in range(0xB0, 0xF8):
        for second in range(0xA1, 0xFF):
            try: wanted.add(ord(bytes([first, second]).decode("gb2312")))
            except UnicodeDecodeError: pass
    for first in range(0xA4, 0xC7):
        for second in [*range(0x40, 0x7F), *range(0xA1, 0xFF)]:
            try: wanted.add(ord(bytes([first, second]).decode("big5")))
            except UnicodeDecodeError: pass
    return wanted

source, target = sys.argv[1:3]
face = next(f for f in TTCollection(source).fonts if "SC" in str(f["name"].getDebugName(1)))
options = subset.Options(layout_features=[], hinting=False, name_IDs=[0, 1, 2, 13, 14], notdef_outline=True, desubroutinize=False, drop_tables=["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG"])
cutter = subset.Subsetter(options)
cutter.populate(unicodes=characters())
cutter.subset(face)
face.save(target)
