"""What the data say about one service in one year."""

from dataclasses import dataclass

from django.db.models import QuerySet

from bookings.choices import ResourceKind
from bookings.models import Resource
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.paper_reports import EvaluationRow
from vidcon_portal.documents.papers import Fact
from vidcon_portal.documents.wording import grouped
from vidcon_portal.procedures.models import Procedure, Service
from vidcon_portal.ui.wording import say_duration

from ..complaints.pages import summary_of
from ..models import FollowUp, StandardEvaluation
from ..periods import Period
from ..statistics.figures import Figures
from ..statistics.measures import Scope
from ..statistics.queries import figures_of, reasons_of
from ..survey.papers import comma
from ..survey.queries import score_of, setting_of


@dataclass(frozen=True, slots=True)
class Facts:
    """Numbers of the year; texts are Indonesian, they go onto the paper as they are."""

    figures: tuple[Fact, ...]
    rows: tuple[EvaluationRow, ...]
    against: tuple[Fact, ...]


def evaluations_of(office: Office) -> QuerySet[StandardEvaluation]:
    return StandardEvaluation.objects.filter(service__office=office).select_related("service__office", "document")


def facts_of(service: Service, year: int) -> Facts:
    """Counted now; a fixed number of statements."""

    office, period = service.office, Period.year(year)
    scope = Scope(office, period, service)
    found = figures_of(scope)
    now = found.now
    complaints = summary_of(office, period)
    survey = score_of(office, period, weight=setting_of(office).weight)
    figures = [
        Fact("permohonan masuk", grouped(now.asked)),
        Fact("sesi terlaksana", grouped(now.held)),
        Fact("tidak dapat difasilitasi", grouped(now.refused)),
        Fact("baris tepat waktu", f"{now.in_time_percent}%" if now.in_time_percent is not None else "–"),
        Fact("nilai IKM", comma(survey.ikm) if survey else "–"),
    ]
    rows = tuple(
        EvaluationRow(
            str(row.number),
            row.activity,
            row.standard,
            say_duration(row.median),
            say_duration(row.ninth),
            grouped(row.count),
            f"{row.in_time_percent}%",
        )
        for row in found.rows
    )
    return Facts(tuple(figures), rows, tuple(_against(scope, found, complaints, survey)))


def follow_ups_of(evaluation: StandardEvaluation) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(office=evaluation.service.office_id, source=evaluation.source).order_by(
        "due_on", "pk"
    )


def _against(scope: Scope, figures: Figures, complaints: object, survey: object) -> list[Fact]:
    """Components of the standard beside what happened; what the standard does not promise is left out."""
    assert scope.service is not None
    procedure = Procedure.objects.filter(service=scope.service, status=Procedure.Status.IN_FORCE).first()
    asked_before, asked = figures.before.asked, figures.now.asked
    found = [Fact("Permohonan tahun sebelumnya", f"{grouped(asked_before)}; tahun ini {grouped(asked)}")]
    overall = figures.overall
    if procedure is not None and procedure.overall_hours:
        actual = (
            f"median {say_duration(overall.median)}, 90% dalam {say_duration(overall.ninth)}, tepat waktu "
            f"{overall.in_time_percent}% dari {grouped(overall.count)}"
            if overall is not None
            else "belum ada yang selesai diukur"
        )
        found.append(Fact(f"Jangka waktu pelayanan (standar {procedure.overall_hours} jam)", actual))
    if procedure is not None and procedure.min_officers:
        people = Resource.objects.usable().filter(office=scope.office, kind=ResourceKind.PERSON).count()
        found.append(Fact(f"Jumlah pelaksana (standar {procedure.min_officers} orang)", f"{people} petugas tercatat"))
    received = sum(each.received for each in complaints)  # type: ignore[attr-defined]  # lines of the summary
    in_time = sum(each.in_time for each in complaints)  # type: ignore[attr-defined]  # lines of the summary
    found.append(
        Fact(
            "Pengaduan, saran, dan masukan", f"{grouped(received)} diterima, {grouped(in_time)} ditanggapi tepat waktu"
        )
    )
    if survey is not None:
        low = survey.lowest[0]  # type: ignore[attr-defined]  # a score
        found.append(Fact("Unsur survei terendah", f"{low.code} {low.name} ({comma(low.ikm)})"))
    reasons = [f"{each.label or 'tanpa alasan tertulis'} ({each.count})" for each in reasons_of(scope)[:3]]
    if reasons:
        found.append(Fact("Alasan penolakan terbanyak", "; ".join(reasons)))
    return found
