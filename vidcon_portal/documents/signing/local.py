"""The trial provider: a certificate authority of the portal's own, marked UJI COBA wherever it shows.

It proves the whole way of a certificate signature without a contract: nobody outside trusts it, and nobody should.
"""

import datetime as dt
import fcntl
import io
import os
import secrets
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from vidcon_portal.documents.models import OfficeSigning

from .own_thread import in_own_thread
from .provider import SignedPdf, SigningRequest
from .trust import trial_folder

MARK = "UJI COBA"
CA_NAME = f"{MARK} Portal Vidcon"
CA_YEARS, SIGNER_DAYS = 10, 730
CERTIFICATE, KEY = "uji-coba.pem", "uji-coba.key"


def ensure_ca() -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """The trial authority's certificate and key; made once, whoever asks first."""
    folder = trial_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / KEY).exists() or not (folder / CERTIFICATE).exists():
            made, made_key = _make_ca()
            _write_private(folder / KEY, _pem_of(made_key))
            (folder / CERTIFICATE).write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key = serialization.load_pem_private_key((folder / KEY).read_bytes(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes()), key


class LocalProvider:
    """Signs with a key that is made for this one signature and forgotten."""

    def sign(self, request: SigningRequest, how: OfficeSigning) -> SignedPdf:
        authority, authority_key = ensure_ca()
        certificate, key = issue_certificate(authority, authority_key, name=request.name, title=request.title)
        content = sign_with(request, certificate=certificate, key=key, chain=[authority])
        return SignedPdf(
            content, {"issuer": CA_NAME, "serial": f"{certificate.serial_number:x}", "signer": request.name}
        )


def sign_with(
    request: SigningRequest,
    *,
    certificate: x509.Certificate,
    key: ec.EllipticCurvePrivateKey,
    chain: list[x509.Certificate],
) -> bytes:
    """A PAdES signature as an addition to the file: the bytes before it stay as they were."""
    [signing_certificate] = load_certs_from_pemder_data(certificate.public_bytes(serialization.Encoding.DER))
    store = SimpleCertificateStore.from_certs(
        [each for one in chain for each in load_certs_from_pemder_data(one.public_bytes(serialization.Encoding.DER))]
    )
    signer = SimpleSigner(
        signing_cert=signing_certificate,
        signing_key=load_private_key_from_pemder_data(_pem_of(key), passphrase=None),
        cert_registry=store,
    )
    metadata = PdfSignatureMetadata(
        field_name=f"TTE-{secrets.token_hex(4)}",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=request.name,
        reason=request.reason or None,
        location=request.place or None,
    )
    unsigned = IncrementalPdfFileWriter(io.BytesIO(request.pdf))
    signed = in_own_thread(sign_pdf, unsigned, metadata, signer=signer)
    content: bytes = signed.getvalue()
    return content


def issue_certificate(
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
    *,
    name: str,
    title: str,
    valid_from: dt.datetime | None = None,
    days: int = SIGNER_DAYS,
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """A signer's certificate and its fresh key."""
    key = ec.generate_private_key(ec.SECP256R1())
    start = valid_from or dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, f"{name} ({MARK})"[:64]),
            x509.NameAttribute(NameOID.TITLE, title[:64] or MARK),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, CA_NAME),
        ]
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(authority.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_papers=True), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
    )
    return builder.sign(authority_key, hashes.SHA256()), key


def _make_ca() -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, CA_NAME)])
    start = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=365 * CA_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_papers=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return builder.sign(key, hashes.SHA256()), key


def _usage(*, signs_papers: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs_papers,
        content_commitment=signs_papers,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs_papers,
        crl_sign=not signs_papers,
        encipher_only=False,
        decipher_only=False,
    )


def _pem_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write_private(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
