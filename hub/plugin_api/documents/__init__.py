"""Readers for documents that nobody vouches for: XML, JSON, CSV, archives.

Everything streams in bounded memory, nothing is written to disk, and the format is told from the
content, never from a name. ``parse_*`` read one record and raise ``RecordRejected``; the streams
read a source and raise ``SourceChanged`` after the last thing that could be read.
"""

from hub.plugin_api.documents.archives import Member, iter_members, iter_stream_members
from hub.plugin_api.documents.jsondoc import dump_json, parse_json
from hub.plugin_api.documents.jsonstream import JsonDamage, JsonItem, iter_json_items
from hub.plugin_api.documents.sniffing import Format, sniff
from hub.plugin_api.documents.tables import read_csv
from hub.plugin_api.documents.texts import decode_text
from hub.plugin_api.documents.xmldoc import parse_xml
from hub.plugin_api.documents.xmlstream import iter_xml_elements

__all__ = [
    "Format",
    "JsonDamage",
    "JsonItem",
    "Member",
    "decode_text",
    "dump_json",
    "iter_json_items",
    "iter_members",
    "iter_stream_members",
    "iter_xml_elements",
    "parse_json",
    "parse_xml",
    "read_csv",
    "sniff",
]
