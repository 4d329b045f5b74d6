"""`python -m shared.pdf.preparation`: an upload on standard input, a prepared template on standard output.

Exit status 3 means that the upload was refused; the reason is then what standard output says.
"""

import resource
import sys
from typing import BinaryIO

from shared.domain.errors import TemplateInvalid
from shared.pdf.preparation.making import make

REFUSED = 3
_MEMORY_BYTES = 512 * 1024 * 1024
_CPU_SECONDS = 5


def main(upload: BinaryIO, answer: BinaryIO) -> int:
    """Answer one upload; give the exit status."""
    try:
        answer.write(make(upload.read()))
    except TemplateInvalid as refusal:
        answer.write(str(refusal).encode())
        return REFUSED
    return 0


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    sys.exit(main(sys.stdin.buffer, sys.stdout.buffer))
