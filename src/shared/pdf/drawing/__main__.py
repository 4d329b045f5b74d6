"""The worker that draws: a PDF on standard input, pixels on standard output."""

from shared.pdf import worker
from shared.pdf.drawing.page import drawn

if __name__ == "__main__":
    longer_side, mark = worker.arguments()
    worker.serve(lambda pdf: drawn(pdf, longer_side=int(longer_side), mark=mark).pack())
