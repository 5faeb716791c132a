"""What the worker does for papers."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from vidcon_portal.documents.errors import RenderError
from vidcon_portal.documents.models import Document, StoredFile
from vidcon_portal.documents.services.first_pages import keep_first_page
from vidcon_portal.documents.services.pdfs import ensure_pdf, record_failure
from vidcon_portal.documents.services.uploads import forget_expired_uploads


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


@app.task(name="documents.draw_picture", queue="papers")
def draw_picture(file_id: str) -> None:
    """Draw the first page of an upload; a second run finds it and does nothing, a deleted file asks for none."""
    file = StoredFile.objects.select_related("picture").filter(pk=file_id).first()
    if file is not None:
        keep_first_page(file, at=timezone.now())


def defer_picture(file: StoredFile) -> None:
    """Queue the picture in the caller's transaction: no commit, no job."""
    draw_picture.defer(file_id=str(file.pk))


@app.task(
    name="documents.erase_bytes",
    queue="papers",
    retry=RetryStrategy(max_attempts=10, exponential_wait=4, retry_exceptions=[OSError]),
)
def erase_bytes(file_id: str) -> None:
    """Erase the bytes of a destroyed file; what is gone already stays gone."""
    file = StoredFile.objects.filter(pk=file_id, destroyed_at__isnull=False).first()
    if file is not None:
        file.content.storage.delete(str(file.content.name))


def defer_erasure(file: StoredFile) -> None:
    """Queue it in the caller's transaction: no commit, no job."""
    erase_bytes.defer(file_id=str(file.pk))


@app.periodic(cron="35 * * * *")
@app.task(name="documents.forget_uploads", queue="timers", queueing_lock="forget_uploads", pass_context=False)
def forget_uploads(timestamp: int) -> None:
    """Files of which the rest never came are deleted."""
    forget_expired_uploads(at=timezone.now())
