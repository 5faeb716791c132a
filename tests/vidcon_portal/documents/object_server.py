"""A small real object store on this machine: what the portal asks of S3, over HTTP, faults on demand."""

import hashlib
import re
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape, unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote

SIGNED = re.compile(
    r"AWS4-HMAC-SHA256 Credential=KEY/\d{8}/id-1/s3/aws4_request, "
    r"SignedHeaders=[a-z0-9;-]*host;[a-z0-9;-]*x-amz-content-sha256;x-amz-date, "
    r"Signature=[0-9a-f]{64}"
)
KEY = re.compile(rb"<Key>([^<]+)</Key>")


class ObjectServer:
    """``objects`` by path; ``faults`` are answered first, each once: a status, or seconds of silence below 100."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.faults: deque[float] = deque()
        self.asked: list[str] = []
        self.url = ""

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes, int]:
        """Status, content and the length that HEAD tells."""
        if method == "POST":  # S3 takes a list of names to be deleted
            names = [quote(unescape(name.decode())) for name in KEY.findall(body)]
            self.asked += [f"DELETE {path.removesuffix('?delete')}/{name}" for name in names]
        else:
            self.asked.append(f"{method} {path} {headers.get('range', '')}".strip())
        if self.faults:
            fault = self.faults.popleft()
            if fault >= 100:
                return int(fault), b"<Error/>", 0
            time.sleep(fault)
        if not SIGNED.fullmatch(headers.get("authorization", "")):
            return 403, b"<Error><Code>AccessDenied</Code></Error>", 0
        if headers.get("x-amz-content-sha256") != hashlib.sha256(body).hexdigest():
            return 400, b"<Error><Code>XAmzContentSHA256Mismatch</Code></Error>", 0
        if method == "PUT":
            self.objects[path] = body
            return 200, b"", 0
        if method == "POST":
            for name in names:
                self.objects.pop(f"{path.removesuffix('?delete')}/{name}", None)
            gone = b"".join(b"<Deleted><Key>" + name + b"</Key></Deleted>" for name in KEY.findall(body))
            return 200, b"<DeleteResult>" + gone + b"</DeleteResult>", 0
        if "?list-type=2" in path or "&list-type=2" in path:
            return 200, self._listed(path), 0
        if path not in self.objects:
            return 404, b"<Error><Code>NoSuchKey</Code></Error>", 0
        found = self.objects[path]
        if span := re.fullmatch(r"bytes=(\d+)-(\d+)", headers.get("range", "")):
            return 206, found[int(span[1]) : int(span[2]) + 1], 0
        return 200, found, len(found)

    def _listed(self, path: str) -> bytes:
        """What lies below a prefix, all of it on one page."""
        bucket, _, query = path.partition("?")
        prefix = parse_qs(query).get("prefix", [""])[0]
        names = [unquote(each.removeprefix(f"{bucket.rstrip('/')}/")) for each in self.objects]
        lines = "".join(
            f"<Contents><Key>{escape(name)}</Key><LastModified>2026-08-24T01:00:00.000Z</LastModified>"
            f'<ETag>"1"</ETag><Size>3</Size></Contents>'
            for name in names
            if name.startswith(prefix)
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{lines}</ListBucketResult>".encode()


@contextmanager
def serve_objects() -> Iterator[ObjectServer]:
    """The store at ``server.url`` until the block ends."""
    server = ObjectServer()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, content, length = server.answer(self.command, self.path, headers, body)
            try:
                self.send_response(status)
                self.send_header("ETag", '"1"')
                self.send_header("Last-Modified", "Mon, 24 Aug 2026 01:00:00 GMT")
                if status == 206:
                    span = headers["range"].replace("=", " ")
                    self.send_header("Content-Range", f"{span}/{len(server.objects[self.path])}")
                self.send_header("Content-Length", str(length if self.command == "HEAD" else len(content)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)
            except OSError:  # the client did not wait
                self.close_connection = True

        do_GET = do_PUT = do_HEAD = do_POST = _answer  # noqa: N815  # http.server calls them so

        def log_message(self, *args: object) -> None:
            """Silence."""

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    server.url = f"http://127.0.0.1:{listener.server_port}"
    threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server
    finally:
        listener.shutdown()
        listener.server_close()
