"""A real SMTP server (pip aiosmtpd) with STARTTLS, for checking that mail arrives and that a wrong certificate is refused.

It prints one line of JSON a mail. Usage: mail_server.py PORT CERTIFICATE KEY
"""
import json
import ssl
import sys
import threading
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class Handler:
    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        said = {
            "to": envelope.rcpt_tos,
            "subject": mail["subject"],
            "id": mail["message-id"],
            "text": mail.get_content(),
            "tls": session.ssl is not None,
        }
        print(json.dumps(said), flush=True)
        return "250 OK"


port, certificate, key = sys.argv[1:4]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
controller = Controller(
    Handler(), hostname="127.0.0.1", port=int(port), tls_context=context, require_starttls=True
)
controller.start()
print(json.dumps({"ready": True}), flush=True)
threading.Event().wait()
