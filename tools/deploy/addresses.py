"""What a deployment prints at its end."""

from collections.abc import Iterator

from tools.deploy.stack import Stack
from tools.deploy.stage import Stage

ORPHANED = (
    "WARNING: neither ApiDomain nor PublicBaseUrl is set. Every certificate contains the generated address of this "
    "API, and its code leads nowhere once the API is created anew. Set one of them before learners get certificates."
)


def lines(stage: Stage, stack: Stack) -> Iterator[str]:
    """The addresses of a stack, and what is left to do; no secrets."""
    outputs, parameters = stack.outputs, stack.parameters
    domain = parameters.get("ApiDomain", "")
    api = f"https://{domain}" if domain else outputs["ApiUrl"]
    base = outputs.get("VerificationBaseUrl", "")
    if "PagesUrl" in outputs:
        yield f"pages            {outputs['PagesUrl']}"
    yield f"API              {api}"
    yield f"verification     {base or outputs['ApiUrl']}/certificates/verify/<code>"
    yield f"Stripe webhook   {api}/webhooks/stripe"
    if "MachineClientId" in outputs:
        yield f"tokens           {outputs['SignInUrl']}/oauth2/token"
        yield f"client id        {outputs['MachineClientId']}, for client_credentials with the scope laurel/service"
        yield f"client secret    make client-secret STAGE={stage.name}"
    if domain and not parameters.get("ApiHostedZoneId"):
        yield f"DNS record       {domain} CNAME {outputs['ApiDomainTarget']}"
    if parameters.get("PagesDomain"):
        yield f"DNS record       {parameters['PagesDomain']} CNAME {outputs['PagesDistributionDomain']}"
    if not base:
        yield ORPHANED
