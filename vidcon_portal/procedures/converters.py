"""The first part of a public address: the code of an office."""


class OfficeCodeConverter:
    """As ``Office.code`` may be written; whether such an office exists is the view's question."""

    regex = "[a-z][a-z0-9-]*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
