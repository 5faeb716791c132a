"""The end of a record's retention: content and bytes go, the entry in the register and the hashes stay.

Runs in the caller's transaction and asks nobody: whoever calls holds the recorded approval. The bytes are erased by the
worker, once the transaction stands, as often as it takes.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from vidcon_portal.documents.models import Document, StoredFile
from vidcon_portal.documents.tasks import defer_erasure

GONE = "Arsip sudah dimusnahkan"


@transaction.atomic
def destroy_papers(papers: Iterable[Document], *, at: datetime) -> None:
    """What a paper says and whom it names in its title; kind, number, date, signatory and hashes stay."""
    for paper in papers:
        Document.objects.filter(pk=paper.pk, destroyed_at__isnull=True).update(
            context={}, title=GONE, return_note="", provider_answer={}, destroyed_at=at
        )
        paper.edits.all().delete()
        if paper.file is not None:
            destroy_files([paper.file], at=at)


@transaction.atomic
def destroy_files(files: Iterable[StoredFile], *, at: datetime) -> None:
    """The bytes of files and of the pictures of their first pages."""
    for file in files:
        found = [file, *([file.picture] if file.picture is not None else [])]
        for each in found:
            if StoredFile.objects.filter(pk=each.pk, destroyed_at__isnull=True).update(name=GONE, destroyed_at=at):
                defer_erasure(each)
