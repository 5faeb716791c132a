from .complaint import Complaint, ComplaintDeadline, ComplaintNote
from .destruction import Destruction, DestructionItem
from .evaluation import StandardEvaluation
from .execution import Execution, LogEntry
from .export import Export
from .follow_up import FollowUp
from .notice import DataRequest, OfficeNotice
from .recap import MonthlyRecap
from .report import Report, ReportPhoto
from .row_time import RowTime
from .survey import SurveyAnswer, SurveyImport, SurveyInvitation, SurveyReport, SurveySetting

__all__ = [
    "Complaint",
    "ComplaintDeadline",
    "ComplaintNote",
    "DataRequest",
    "Destruction",
    "DestructionItem",
    "Execution",
    "Export",
    "FollowUp",
    "LogEntry",
    "MonthlyRecap",
    "OfficeNotice",
    "Report",
    "ReportPhoto",
    "RowTime",
    "StandardEvaluation",
    "SurveyAnswer",
    "SurveyImport",
    "SurveyInvitation",
    "SurveyReport",
    "SurveySetting",
]
