"""Hosts of the tests that take reminders: a mail host that answers as such hosts do, and how any of them serves."""

import base64
import json
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CERTIFICATE = Path(__file__).with_name("mail_host.pem")  # of 127.0.0.1, for these tests alone


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[int]:
    """Its port while it serves."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class MailHost:
    """What reminders need to know of it, and the mails that it took: to whom, and what."""

    plan: dict[str, object]
    taken: list[tuple[str, str]] = field(default_factory=list)


@contextmanager
def a_mail_host(security: str = "tls") -> Iterator[MailHost]:
    """A mail host: `tls`, `starttls`, or `plain` where it offers no encryption though it is asked for."""
    host = MailHost({"mail_host": "127.0.0.1", "mail_from": "banyue@office.cn", "mail_ca": str(CERTIFICATE),
                     "mail_security": "tls" if security == "tls" else "starttls"})  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)

    class Host(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.said("220 ready")
            to, offers = "", " STARTTLS" if security == "starttls" else " AUTH PLAIN"
            while line := self.rfile.readline().decode().strip():
                verb = line[:4].upper()
                if verb == "RCPT":
                    to = line.partition("<")[2].partition(">")[0]
                    self.said("550 no such user" if to.startswith("nobody") else "250 ok")
                elif verb == "DATA":
                    self.said("354 go on")
                    host.taken.append((to, b"".join(iter(self.rfile.readline, b".\r\n")).decode()))
                    self.said("250 taken")
                elif verb == "STAR":
                    self.said("220 go on")
                    self.request = context.wrap_socket(self.request, server_side=True)
                    self.setup()
                    offers = " AUTH PLAIN"
                elif verb == "AUTH":
                    wrong = b"wrong" in base64.b64decode(line.split()[-1])
                    self.said("535 wrong password" if wrong else "235 ok")
                elif verb == "QUIT":
                    self.said("500 strange")
                    return
                else:
                    self.said(f"250-host\r\n250{offers}" if verb == "EHLO" else "250 ok")

        def finish(self) -> None:
            super().finish()
            self.request.close()  # the encrypted one, which the server knows nothing of

        def said(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

        def get_request(self):
            connection, address = super().get_request()
            return (context.wrap_socket(connection, server_side=True) if security == "tls" else connection), address

        def handle_error(self, *_given: object) -> None:
            """A client that does not trust the certificate goes."""

    with serving(Server(("127.0.0.1", 0), Host)) as port:
        host.plan["mail_port"] = port
        yield host


@contextmanager
def a_mute_host() -> Iterator[dict[str, object]]:
    """The plan of a mail host that takes every connection and never says a word."""
    silent = threading.Event()

    class Host(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            silent.wait()

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with serving(Server(("127.0.0.1", 0), Host)) as port:
        yield {"mail_host": "127.0.0.1", "mail_port": port, "mail_from": "banyue@office.cn"}
        silent.set()


@contextmanager
def a_robot() -> Iterator[tuple[str, list[str]]]:
    """The address of a robot of 企业微信, and the texts that it took."""
    taken: list[str] = []

    class Host(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["text"]["content"])
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"errcode": 0, "errmsg": "ok"}')

        def log_message(self, *_given: object) -> None:
            """Quiet."""

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Host)) as port:
        yield f"http://127.0.0.1:{port}/cgi-bin/webhook/send?key=x", taken
