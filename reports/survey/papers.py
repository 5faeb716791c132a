"""The result of a period as an official paper."""

from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.papers import Fact, SurveyLine, SurveyReportData
from vidcon_portal.documents.wording import grouped

from ..models import FollowUp
from ..periods import Period
from .index import SurveyScore, half_up
from .queries import profile_of, reach_of, setting_of

RESULT_NAMES = {"A": "Sangat baik", "B": "Baik", "C": "Kurang baik", "D": "Tidak baik"}


def comma(value: object) -> str:
    return str(value).replace(".", ",")


def survey_paper(office: Office, period: Period, result: SurveyScore) -> SurveyReportData:
    """Index, elements, respondents, method with the weight that was used, and what follows."""
    setting = setting_of(office)
    reach = reach_of(office, period, answered=result.respondents, population=setting.population)
    lowest = [each.code for each in result.lowest]
    plans = FollowUp.objects.filter(office=office, source=f"SKM {period.printed}").order_by("element")
    return SurveyReportData(
        period=period.printed,
        figures=(
            Fact("Nilai IKM", comma(result.ikm)),
            Fact("Mutu pelayanan", str(result.band.value)),
            Fact("Kinerja unit pelayanan", RESULT_NAMES[result.band.value]),
            Fact("Responden", grouped(result.respondents)),
        ),
        elements=tuple(
            SurveyLine(
                each.code,
                each.name,
                grouped(each.total),
                comma(half_up(each.average, 3)),
                comma(half_up(each.weighted, 3)),
                comma(each.ikm),
                f"{each.band.value} ({RESULT_NAMES[each.band.value].lower()})",
                low=each.code in lowest,
            )
            for each in result.elements
        ),
        profile=tuple(
            Fact(part.heading, "; ".join(f"{line.label} {grouped(line.count)}" for line in part.lines))
            for part in profile_of(office, period)
            if part.lines
        ),
        method=(
            "Sembilan unsur PermenPANRB Nomor 14 Tahun 2017, skala 1 sampai 4. NRR per unsur adalah jumlah nilai dibagi "
            "jumlah responden; nilai indeks adalah jumlah NRR tertimbang; IKM adalah nilai indeks dikali 25, dibulatkan "
            "dua desimal.",
            f"Bobot yang dipakai: {result.weight.label}.",
            f"Populasi {grouped(reach.population)} ({setting.get_population_display().lower()}); sampel menurut "
            f"Krejcie dan Morgan {grouped(reach.wanted)}; menjawab {grouped(reach.answered)}.",
        ),
        lowest=tuple(f"{each.code} {each.name} ({comma(each.ikm)})" for each in result.lowest),
        plans=tuple(
            Fact(f"{plan.element}", "; ".join(filter(None, [plan.plan, plan.owner, plan.get_status_display()])))
            for plan in plans
            if plan.plan
        ),
    )
