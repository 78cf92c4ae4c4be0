"""Files for people and their programs: CSV, XLSX, JSON lines, ICS, Atom.

Each writer is a function of documents, in the names of the public surface, to bytes: it reads them
once, in order, and keeps none. ``write`` chooses the writer; ``replacing`` puts the file in its place.
"""

from hub.exports.edition import Edition
from hub.exports.files import replacing
from hub.exports.formats import FORMATS, STYLES, format_of, write
from hub.exports.nouns import NOUNS

__all__ = ["FORMATS", "NOUNS", "STYLES", "Edition", "format_of", "replacing", "write"]
