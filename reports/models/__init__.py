from .complaint import Complaint, ComplaintDeadline, ComplaintNote
from .execution import Execution, LogEntry
from .follow_up import FollowUp
from .recap import MonthlyRecap
from .report import Report, ReportPhoto
from .survey import SurveyAnswer, SurveyImport, SurveyInvitation, SurveyReport, SurveySetting

__all__ = [
    "Complaint",
    "ComplaintDeadline",
    "ComplaintNote",
    "Execution",
    "FollowUp",
    "LogEntry",
    "MonthlyRecap",
    "Report",
    "ReportPhoto",
    "SurveyAnswer",
    "SurveyImport",
    "SurveyInvitation",
    "SurveyReport",
    "SurveySetting",
]
