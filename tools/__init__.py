"""Deployment to AWS, in `deploy`; programs to operate a deployment; and generators of committed files.

    .venv/bin/python -m tools.operate                  commands on a deployed stack; docs/operations.md explains them
    .venv/bin/python -m tools.costs                    the table of costs in docs/operations.md

Each generator writes one file again, after its source or the generator changed:

    make openapi                                       src/shared/edge/openapi.json, from docs/openapi.yaml
    .venv/bin/python -m tools.draw_default_template    src/shared/pdf/default_template.pdf
    .venv/bin/python -m tools.draw_demo_template       local/demo_template.pdf
    .venv/bin/python -m tools.draw_clip                web/public/media/clip.webm (needs ffmpeg)

Run them in the project's folder, after `make setup`. Nothing that is deployed or served imports this package.
"""
