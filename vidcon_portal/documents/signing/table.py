"""The providers that sign at once. The other ways (PIN, wet ink, signed elsewhere) need none: ``SigningProvider``."""

from vidcon_portal.documents.choices import SigningProvider as ProviderChoice

from .bsre import BsreV1, BsreV2
from .local import LocalProvider
from .provider import SigningProvider

PROVIDERS: dict[str, SigningProvider] = {
    ProviderChoice.LOCAL: LocalProvider(),
    ProviderChoice.BSRE_V1: BsreV1(),
    ProviderChoice.BSRE_V2: BsreV2(),
}
