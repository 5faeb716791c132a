from .execution import Execution, LogEntry
from .report import Report, ReportPhoto

__all__ = ["Execution", "LogEntry", "Report", "ReportPhoto"]
