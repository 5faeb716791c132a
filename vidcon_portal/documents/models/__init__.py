from .document import Document, DocumentInitial
from .file import StoredFile
from .register import Register

__all__ = ["Document", "DocumentInitial", "Register", "StoredFile"]
