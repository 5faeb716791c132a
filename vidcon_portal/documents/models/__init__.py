from .document import Document, DocumentInitial
from .file import StoredFile
from .register import Register
from .signing import OfficeSigning

__all__ = ["Document", "DocumentInitial", "OfficeSigning", "Register", "StoredFile"]
