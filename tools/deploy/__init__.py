"""Deploys Laurel to an AWS account: `make deploy STAGE=dev`, `make destroy STAGE=dev`, `make client-secret STAGE=dev`.

Whatever interrupts a deployment, the next one completes it: each step first looks at what is there.
"""
