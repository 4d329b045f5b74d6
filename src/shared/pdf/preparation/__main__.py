"""The worker that prepares: an upload on standard input, a template on standard output."""

from shared.pdf import worker
from shared.pdf.preparation.making import make

if __name__ == "__main__":
    worker.serve(make)
