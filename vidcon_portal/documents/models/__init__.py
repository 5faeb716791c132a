from .document import Document, DocumentEdit, DocumentInitial
from .file import StoredFile
from .register import Register
from .retention import RetentionRule
from .signing import OfficeSigning
from .upload import ResumableUpload

__all__ = [
    "Document",
    "DocumentEdit",
    "DocumentInitial",
    "OfficeSigning",
    "Register",
    "ResumableUpload",
    "RetentionRule",
    "StoredFile",
]
