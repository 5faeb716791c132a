"""Files and papers for programs."""

from .files import router as files_router
from .uploads import router as uploads_router

routers = (files_router, uploads_router)
