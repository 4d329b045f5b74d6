"""The worker that checks logos: an upload on standard input, a picture on standard output."""

from shared.pdf import worker
from shared.pdf.logos.making import make

if __name__ == "__main__":
    worker.serve(make)
