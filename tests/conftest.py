"""The deployment's environment, before anything of ours is imported."""

import os

os.environ.update(
    {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_DEFAULT_REGION": "us-east-1",
        "TABLE_PREFIX": "test-",
        "TEMPLATES_BUCKET": "test-templates",
        "CERTIFICATES_BUCKET": "test-certificates",
        "CERTIFICATES_ENABLED": "true",
        "PUBLIC_BASE_URL": "https://laurel.example",
        "STRIPE_SIGNING_SECRETS_ARN": "test-signing-secrets",
        "POWERTOOLS_SERVICE_NAME": "laurel",
        "POWERTOOLS_METRICS_NAMESPACE": "Laurel",
        "LOG_LEVEL": "ERROR",
    }
)
