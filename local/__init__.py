"""The laptop deployment: deploys template.yaml into ministack, an AWS emulator, and serves the API and the pages."""
