"""The report that an SOP ends with: of the event, or of a verification that said no."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import ResourceKind
from bookings.messages import values_about
from bookings.models import Booking, StepRun
from bookings.workflow.forms import ActionForm
from bookings.workflow.outcome import Deed, Follow, Outcome
from bookings.workflow.step_kind import StepKind
from verification.forms import StoredFilesField, WorkForm, join_lines, lines_of, node_of
from verification.models import Check
from verification.queries import names_of
from vidcon_portal.accounts.queries import responsible_for
from vidcon_portal.documents.wording import clock_span, official_language
from vidcon_portal.notifications.services import tell
from vidcon_portal.procedures.choices import Action, Kind, ReportSection
from vidcon_portal.ui.parts import Fact, Finding

from ..choices import LogKind, ReportVariant
from ..models import Execution, Report, ReportPhoto
from ..models.execution import entries_of
from ..papers import held_sessions, issue_report, place_of, session_lines

NO_RECORDING = gettext_lazy("tidak ada rekaman")


def _text(label: Any, *, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


class FileForm(WorkForm):
    """The sections that the SOP demands are required; what the portal knows already is filled in."""

    leading_official = forms.CharField(label=gettext_lazy("Pejabat yang memimpin"), required=False, max_length=200)
    officers = _text(gettext_lazy("Petugas yang bertugas"), help_text=gettext_lazy("Satu nama per baris."))
    place = forms.CharField(label=gettext_lazy("Lokasi kegiatan"), required=False, max_length=300)
    summary = _text(gettext_lazy("Uraian pelaksanaan"), rows=4)
    obstacles = _text(
        gettext_lazy("Kendala dan penanganan"), help_text=gettext_lazy("Satu kendala per baris: kendala | penanganan.")
    )
    follow_up = _text(gettext_lazy("Tindak lanjut"))
    evaluation = _text(gettext_lazy("Evaluasi"), help_text=gettext_lazy("Satu butir per baris."))
    recording_url = forms.CharField(
        label=gettext_lazy("Hasil rekaman"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Tautan atau tempat penyimpanannya; tulis “tidak ada rekaman” bila tidak ada."),
    )
    photos = StoredFilesField(
        label=gettext_lazy("Foto"),
        required=False,
        most=6,
        images_only=True,
        help_text=gettext_lazy("Paling banyak 6 foto JPEG atau PNG."),
    )

    takes_default = frozenset({"leading_official", "officers", "place", "summary", "obstacles", "follow_up"})

    sections: ClassVar[Mapping[str, str]] = {
        ReportSection.LEADING_OFFICIAL: "leading_official",
        ReportSection.OFFICERS: "officers",
        ReportSection.PLACE: "place",
        ReportSection.RECORDING: "recording_url",
        ReportSection.EVALUATION: "evaluation",
    }
    """Day and date stand in every report: they come from the sessions."""

    @property
    def variant(self) -> ReportVariant:
        return variant_of(self.booking, self.run)

    def add_fields(self) -> None:
        if self.variant == ReportVariant.VERIFICATION:
            for name in ("leading_official", "place", "obstacles", "evaluation", "recording_url"):
                del self.fields[name]
            self.fields["summary"].label = _("Kesimpulan verifikasi")
            self.fields["summary"].required = True
            return
        wanted = self.booking.procedure.report_sections if self.booking.procedure else ()
        for section in wanted:
            if section in self.sections:
                self.fields[self.sections[section]].required = True

    def defaults(self) -> Mapping[str, Any]:
        booking = self.booking
        officers = names_of(booking, ResourceKind.PERSON) or ([self.by.name] if self.by.user else [])
        if self.variant == ReportVariant.VERIFICATION:
            return {"officers": join_lines(officers), "summary": booking.decision_note}
        return {
            "leading_official": booking.leader_name,
            "officers": join_lines(officers),
            "place": place_of(booking),
            "summary": summary_of(booking),
            "obstacles": join_lines(_logged_obstacles(booking)),
        }


class FileReport(StepKind):
    """Files the report and issues its paper; a report to the superior is brought to his notice."""

    kind = Kind.REPORT
    forms: ClassVar[Mapping[str, type[ActionForm]]] = {Action.FILE: FileForm}
    template = "reports/panels/report.html"
    needs_pin: ClassVar[frozenset[str]] = frozenset({Action.FILE})

    def perform(self, deed: Deed) -> Outcome:
        assert isinstance(deed.form, FileForm)
        assert deed.run is not None
        assert deed.by.user is not None, "a report is filed by somebody"
        data, booking = deed.data, deed.booking
        report = Report.objects.create(
            booking=booking,
            step_run=deed.run,
            variant=deed.form.variant,
            leading_official=data.get("leading_official", ""),
            officers=[name[:200] for name in lines_of(data["officers"])],
            place=data.get("place", ""),
            summary=data["summary"],
            obstacles=data.get("obstacles", ""),
            follow_up=data["follow_up"],
            evaluation=data.get("evaluation", ""),
            recording_url=data.get("recording_url", ""),
            filed_at=deed.at,
            filed_by=deed.by.user,
        )
        ReportPhoto.objects.bulk_create(ReportPhoto(report=report, file=photo) for photo in data["photos"])
        document = issue_report(report, by=deed.by, at=deed.at, is_recorded=deed.recorded_by is not None)
        if deed.form.options.get("to_superior"):
            _tell_superior(deed)
        trail = {**deed.form.trail(), "document": str(document.pk), "number": document.number}
        return Outcome(Follow(deed.action), trail=trail)

    def panel(self, booking: Booking, run: StepRun) -> dict[str, Any]:
        if variant_of(booking, run) == ReportVariant.VERIFICATION:
            latest = Check.objects.filter(booking=booking).order_by("-step_run__opened_at").first()
            checks = Check.objects.filter(step_run=latest.step_run_id).order_by("pk") if latest else []
            return {
                "decision": booking.get_decision_display(),
                "reason": booking.decision_note,
                "checks": [
                    Finding(
                        f"{check.text} ({check.get_side_display()}): {check.get_answer_display()}",
                        met=check.answer == "yes",
                    )
                    for check in checks
                ],
            }
        return {
            "sessions": [
                Fact(
                    line.heading or str(_("Pelaksanaan")),
                    "; ".join(f"{fact.label} {fact.value}" for fact in line.execution),
                )
                for line in session_lines(booking, held_sessions(booking))
            ]
        }


def variant_of(booking: Booking, run: StepRun | None) -> ReportVariant:
    node = node_of(booking, run)
    return ReportVariant(node.options.get("variant", ReportVariant.EVENT)) if node else ReportVariant.EVENT


def summary_of(booking: Booking) -> str:
    """What was logged, as the first words of a report that a person finishes; in Indonesian, for it is printed."""
    tz, lines = booking.office.tz, []
    with official_language():
        for session in held_sessions(booking):
            execution: Execution | None = getattr(session, "execution", None)
            if execution is None or execution.started_at is None or execution.finished_at is None:
                continue
            parts = [f"Rapat berlangsung pukul {clock_span(execution.started_at, execution.finished_at, tz)}"]
            if execution.participants_peak:
                parts.append(f"diikuti paling banyak {execution.participants_peak} peserta")
            if execution.connection:
                parts.append(f"dengan mutu sambungan {execution.get_connection_display().lower()}")
            log = [entry for entry in entries_of(booking) if entry.execution_id == execution.pk]
            incidents = sum(entry.kind == LogKind.INCIDENT for entry in log)
            trouble = f"Tercatat {incidents} gangguan." if incidents else "Tidak ada gangguan yang tercatat."
            lines.append(f"{', '.join(parts)}. {trouble}")
    return join_lines(lines)


def _logged_obstacles(booking: Booking) -> list[str]:
    """Each incident with what was done until it was over."""
    found: list[str] = []
    for entry in entries_of(booking):
        if entry.kind == LogKind.INCIDENT:
            found.append(entry.text or str(LogKind.INCIDENT.label))
        elif entry.kind == LogKind.RECOVERED and found and "|" not in found[-1]:
            found[-1] = f"{found[-1]} | {entry.text or LogKind.RECOVERED.label}"
    return found


def _tell_superior(deed: Deed) -> None:
    """Kaltara row 4: the report is handed to the superior."""
    position = deed.by.position
    superior = position.superior if position is not None else None
    if superior is None:
        return
    day = deed.at.astimezone(deed.booking.office.tz).date()
    reached = responsible_for(superior, on=day)
    tell(
        [each.user for each in reached.appointments],
        "laporan_atasan",
        values={**values_about(deed.booking), "penulis": deed.by.title or deed.by.name},
        url=deed.booking.get_absolute_url(),
        dedupe_key=f"report-{deed.run.pk if deed.run else ''}",
        office=deed.booking.office,
        at=deed.at,
    )
