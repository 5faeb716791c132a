from .execution import Execution, LogEntry
from .recap import MonthlyRecap
from .report import Report, ReportPhoto

__all__ = ["Execution", "LogEntry", "MonthlyRecap", "Report", "ReportPhoto"]
