"""API v1 of the request: the same services, permissions and forms as the pages."""

from .actions import router as actions_router
from .blocks import router as blocks_router
from .cases import router as cases_router
from .conversation import router as conversation_router
from .displacing import router as displacing_router
from .papers import router as papers_router

routers = (cases_router, actions_router, conversation_router, displacing_router, papers_router, blocks_router)

__all__ = ["routers"]
