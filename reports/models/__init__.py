from .complaint import Complaint, ComplaintDeadline, ComplaintNote
from .execution import Execution, LogEntry
from .recap import MonthlyRecap
from .report import Report, ReportPhoto

__all__ = [
    "Complaint",
    "ComplaintDeadline",
    "ComplaintNote",
    "Execution",
    "LogEntry",
    "MonthlyRecap",
    "Report",
    "ReportPhoto",
]
