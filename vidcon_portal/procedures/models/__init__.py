from .procedure import Procedure
from .row import Arrow, Lane, Row, Step
from .service import Service

__all__ = ["Arrow", "Lane", "Procedure", "Row", "Service", "Step"]
