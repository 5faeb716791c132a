"""Make the PDFs that are still missing, here and now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from vidcon_portal.documents.errors import RenderError
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.services.pdfs import ensure_pdf, record_failure


class Command(BaseCommand):
    """``manage.py render_documents --limit 20``; newest first, so that what people look at comes first."""

    help = "Render the PDFs of signed papers that have none yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=0, help="How many at most; 0 means all.")

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = Document.objects.to_render().order_by("-signed_at").values_list("pk", flat=True)
        chosen = list(waiting[: options["limit"]] if options["limit"] else waiting)
        made = 0
        for pk in chosen:
            document = Document.objects.get(pk=pk)
            try:
                ensure_pdf(document, at=timezone.now())
                made += 1
            except RenderError as error:
                record_failure(document, error)
                self.stderr.write(f"{document}: {error.__cause__ or error}")
        self.stdout.write(f"{made} of {len(chosen)} papers rendered.")
