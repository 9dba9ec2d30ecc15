"""The dossier of commendation: the list, a summary of each one's merit, and the draft of the submission.

Pure functions from `Honours` to bytes. They take up to seconds of a processor: run `draw` in a worker process.
"""

from messages.documents.honours.drawing import HonourFiles, draw
from messages.documents.honours.model import Honour, Honours

__all__ = ["Honour", "HonourFiles", "Honours", "draw"]
