"""The evaluation as an official paper."""

from vidcon_portal.documents.papers import EvaluationData, Fact
from vidcon_portal.documents.wording import long_date

from ..models import StandardEvaluation
from .queries import Facts, follow_ups_of


def evaluation_paper(evaluation: StandardEvaluation, facts: Facts) -> EvaluationData:
    """Numbers as they are counted now, words as people wrote them, follow-up as it stands."""
    return EvaluationData(
        service=evaluation.service.name,
        year=str(evaluation.year),
        figures=facts.figures,
        rows=facts.rows,
        against=facts.against,
        participants=evaluation.participants,
        achievements=evaluation.achievements,
        obstacles=evaluation.obstacles,
        conclusion=evaluation.conclusion,
        verdict=evaluation.get_verdict_display() if evaluation.verdict else "",
        plans=tuple(
            Fact(
                row.issue,
                "; ".join(
                    filter(None, [row.plan, row.owner, f"batas {long_date(row.due_on)}", str(row.get_status_display())])
                ),
            )
            for row in follow_ups_of(evaluation)
        ),
    )
