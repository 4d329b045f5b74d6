"""`python -m shared.pdf.preparation BYTES SECONDS`: an upload on standard input, a template on standard output.

The arguments limit the process's memory and CPU time. Exit status 3 means that the upload was refused; standard output
is then the reason.
"""

import resource
import sys
from typing import BinaryIO

from shared.domain.errors import TemplateInvalid
from shared.pdf.preparation import REFUSED
from shared.pdf.preparation.making import make


def main(upload: BinaryIO, answer: BinaryIO) -> int:
    """Process one upload; return the exit status."""
    try:
        answer.write(make(upload.read()))
    except TemplateInvalid as refusal:
        answer.write(str(refusal).encode())
        return REFUSED
    return 0


if __name__ == "__main__":
    memory_bytes, cpu_seconds = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    sys.exit(main(sys.stdin.buffer, sys.stdout.buffer))
