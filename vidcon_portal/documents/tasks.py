"""What the worker does for papers."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from vidcon_portal.documents.errors import RenderError
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.services.pdfs import ensure_pdf, record_failure


@app.task(
    name="documents.render_document",
    queue="papers",
    retry=RetryStrategy(max_attempts=5, exponential_wait=4, retry_exceptions=[RenderError]),
)
def render_document(document_id: str) -> None:
    """Make the PDF of an issued paper; a second run finds it and does nothing."""
    document = Document.objects.get(pk=document_id)
    try:
        ensure_pdf(document, at=timezone.now())
    except RenderError as error:
        record_failure(document, error)
        raise


def defer_rendering(document: Document) -> None:
    """Queue the PDF in the caller's transaction: no commit, no job."""
    render_document.defer(document_id=str(document.pk))
