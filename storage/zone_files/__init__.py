"""CSV files of zone changes, as offices send them: read line by line, nothing guessed, every flaw named."""

from storage.zone_files.decoding import FileFlaw, decode
from storage.zone_files.lines import Flaw, LineFlaw, Sheet, read

__all__ = ["FileFlaw", "Flaw", "LineFlaw", "Sheet", "decode", "read"]
